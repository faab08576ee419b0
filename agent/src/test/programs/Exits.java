/** Prints, and ends with the code it is told: at once, or by an exception. */
public class Exits {
  public static void main(String[] arguments) {
    System.out.println("leaving with " + arguments[0]);
    if (arguments[0].equals("exception")) {
      throw new IllegalStateException("as told");
    }
    System.exit(Integer.parseInt(arguments[0]));
  }
}
