package dev.cresset.api;

/**
 * Where requests come in by a framework that the agent does not know: which methods handle one, and
 * how to name what it is for. A request lasts as long as the method, however that ends. A method
 * that is called within another request is a part of that.
 *
 * <p>Implementations are public, have a public constructor without parameters, and are named in
 * {@code META-INF/services/dev.cresset.api.RequestEntryPoint} of a jar that the agent's option
 * {@code requests.extensions} names. The agent loads them by itself: they see the JDK, what is in
 * their jar and this interface, but no class of the application's, which they call by reflection.
 *
 * <p>All methods are called on any thread, by several at once, and in the middle of the
 * application's work: they should be quick. What they throw does not reach the application.
 */
public interface RequestEntryPoint {
  /**
   * The classes that have such methods. Asked once. A subclass that overrides such a method is to
   * be named itself.
   *
   * @return at least one name such as {@code com.acme.rpc.Dispatcher}; that of a nested class is
   *     {@code com.acme.rpc.Dispatcher$Worker}
   */
  String[] classes();

  /**
   * Whether a method handles a request. Asked of each method that one of these classes declares,
   * when the class is loaded; constructors cannot, and are not asked about. What it throws is
   * logged, and taken for no.
   *
   * @param className one of {@link #classes()}
   * @param method its name
   * @param descriptor its parameters and result as in class files, such as {@code
   *     (Lcom/acme/rpc/Call;)V}
   */
  boolean handles(String className, String method, String descriptor);

  /**
   * Names what a request is for: by its route, such as {@code cart.Add} or {@code GET /carts/{id}},
   * never by an id. Called for each request when it begins. What it throws is counted, the first
   * time logged, and taken for null.
   *
   * <p>The arguments and their classes must not be kept: the application could not let go of them.
   *
   * @param self whose method it is; null for a static one
   * @param argument the method's first; null if there is none, or if it is a primitive
   * @return null if it is not known
   */
  String endpoint(Object self, Object argument);
}
