package dev.cresset.flamegraphui.synthetic;

import dev.cresset.collector.query.FrameKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A made-up web shop as a call graph with weights, in two releases, that stack traces are drawn
 * from: deep ones, of all kinds of code, with recursion, lambdas and hostile names.
 */
public final class ShopProgram {
  /** A name that would run if it ever reached a page as markup. */
  public static final String HOSTILE = "dev.evil.Tag.<img src=x onerror=window.hacked=1>";

  /** What release 1.1 takes more of. */
  public static final String GROWN = "com.acme.shop.pricing.PriceRules.applyDiscounts";

  /** What release 1.1 takes less of. */
  public static final String SHRUNK = "com.acme.shop.catalog.Tokenizer.split";

  /** What only release 1.1 has. */
  public static final String ADDED = "com.acme.shop.pricing.CouponIndex.rebuild";

  /** What only release 1.0 has. */
  public static final String REMOVED = "com.acme.shop.catalog.LegacyXmlExport.write";

  private record Call(String callee, double weight) {}

  private final Map<String, List<Call>> calls = new LinkedHashMap<>();
  private final Map<String, Double> own = new HashMap<>();
  private final Map<String, FrameKind> kinds = new HashMap<>();

  private ShopProgram() {}

  public static ShopProgram release(String release) {
    ShopProgram program = new ShopProgram();
    boolean newer = release.equals("1.1");
    program.server();
    program.requests(newer);
    program.pricing(newer);
    program.platform();
    program.virtualMachine();
    return program;
  }

  /** One stack trace, root first. */
  public record Stack(List<String> functions) {}

  public List<Stack> draw(int count, long seed) {
    Random random = new Random(seed);
    List<Stack> stacks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      stacks.add(new Stack(walk(random)));
    }
    return stacks;
  }

  public FrameKind kind(String function) {
    return kinds.getOrDefault(function, FrameKind.JAVA);
  }

  /** What an agent would know of the thread and the request. */
  public Map<String, String> labels(Stack stack) {
    int number = Math.floorMod(stack.hashCode(), 8);
    if (stack.functions().contains("com.acme.shop.web.Router.dispatch")) {
      String endpoint = endpoint(stack.functions());
      return endpoint.isEmpty()
          ? Map.of("thread", "http-" + number)
          : Map.of("thread", "http-" + number, "endpoint", endpoint);
    }
    return Map.of(
        "thread", stack.functions().getFirst().equals("start_thread") ? "JVM" : "worker-" + number);
  }

  private static String endpoint(List<String> functions) {
    for (String function : functions) {
      switch (function) {
        case "com.acme.shop.web.CartHandler.checkout":
          return "POST /checkout";
        case "com.acme.shop.web.SearchHandler.search":
          return "GET /search";
        case "com.acme.shop.web.ItemHandler.show":
          return "GET /items/{id}";
        default:
      }
    }
    return "";
  }

  private List<String> walk(Random random) {
    List<String> path = new ArrayList<>();
    String at = pick("", random);
    while (at != null) {
      path.add(at);
      at = path.size() > 150 ? null : pick(at, random);
    }
    return path;
  }

  private String pick(String caller, Random random) {
    List<Call> callees = calls.getOrDefault(caller, List.of());
    double self = own.getOrDefault(caller, callees.isEmpty() ? 1.0 : 0.0);
    double sum = self + callees.stream().mapToDouble(Call::weight).sum();
    double at = random.nextDouble() * sum - self;
    for (Call call : callees) {
      if (at < call.weight) {
        return at < 0 ? null : call.callee;
      }
      at -= call.weight;
    }
    return null;
  }

  private void server() {
    call("", "java.lang.Thread.run", 82);
    call("", "start_thread", 18);
    chain(
        "java.lang.Thread.run",
        "java.util.concurrent.ThreadPoolExecutor$Worker.run",
        "java.util.concurrent.ThreadPoolExecutor.runWorker");
    call(
        "java.util.concurrent.ThreadPoolExecutor.runWorker",
        "org.eclipse.jetty.io.ManagedSelector.produce",
        12);
    call(
        "java.util.concurrent.ThreadPoolExecutor.runWorker",
        "java.util.concurrent.FutureTask.run",
        16);
    call(
        "java.util.concurrent.ThreadPoolExecutor.runWorker",
        "org.eclipse.jetty.util.thread.QueuedThreadPool.runJob",
        72);
    chain(
        "org.eclipse.jetty.io.ManagedSelector.produce",
        "sun.nio.ch.SelectorImpl.select",
        "sun.nio.ch.EPollSelectorImpl.doSelect",
        "sun.nio.ch.EPoll.wait");
    nativeChain("sun.nio.ch.EPoll.wait", "epoll_wait");
    kernelChain("epoll_wait", "do_syscall_64", "ep_poll", "schedule", "__schedule");
    chain(
        "org.eclipse.jetty.util.thread.QueuedThreadPool.runJob",
        "org.eclipse.jetty.server.HttpChannel.handle",
        "org.eclipse.jetty.server.Server.handle",
        "org.eclipse.jetty.server.handler.HandlerWrapper.handle",
        "org.eclipse.jetty.servlet.ServletHandler.doHandle",
        "com.acme.shop.web.RequestLog.around",
        "com.acme.shop.web.Router.dispatch");
    chain(
        "java.util.concurrent.FutureTask.run",
        "com.acme.shop.jobs.Nightly$$Lambda.0x00007f12a80c2a30.run",
        "com.acme.shop.jobs.Nightly.lambda$start$0",
        "com.acme.shop.jobs.StockReport.build");
  }

  private void requests(boolean newer) {
    String router = "com.acme.shop.web.Router.dispatch";
    call(router, "com.acme.shop.web.CartHandler.checkout", newer ? 52 : 42);
    call(router, "com.acme.shop.web.SearchHandler.search", 30);
    call(router, "com.acme.shop.web.ItemHandler.show", 18);
    if (!newer) {
      call(router, REMOVED, 4);
    }
    self(router, 1);
    String cart = "com.acme.shop.web.CartHandler.checkout";
    call(cart, "com.acme.shop.pricing.PriceCalculator.total", newer ? 50 : 36);
    call(cart, "com.acme.shop.db.OrderStore.insert", 22);
    call(cart, "com.fasterxml.jackson.databind.ObjectMapper.writeValueAsBytes", 18);
    call(cart, "com.acme.shop.auth.Tokens.verify", 10);
    self(cart, 2);
    String search = "com.acme.shop.web.SearchHandler.search";
    call(search, "com.acme.shop.catalog.Index.query", 62);
    call(search, "com.fasterxml.jackson.databind.ObjectMapper.writeValueAsBytes", 25);
    call(search, HOSTILE, 3);
    self(search, 2);
    String item = "com.acme.shop.web.ItemHandler.show";
    call(item, "com.github.benmanes.caffeine.cache.BoundedLocalCache.computeIfAbsent", 35);
    call(item, "com.fasterxml.jackson.databind.ObjectMapper.writeValueAsBytes", 40);
    call(REMOVED, "java.lang.StringBuilder.append", 6);
    self(REMOVED, 4);
    String index = "com.acme.shop.catalog.Index.query";
    call(index, SHRUNK, newer ? 8 : 28);
    call(index, "com.acme.shop.catalog.Index.walk", 40);
    call("com.acme.shop.catalog.Index.walk", "com.acme.shop.catalog.Index.walk", 45);
    call("com.acme.shop.catalog.Index.walk", "java.util.TreeMap.getEntry", 30);
    self("com.acme.shop.catalog.Index.walk", 25);
    call(SHRUNK, "java.util.regex.Pattern.split", 8);
    self(SHRUNK, 3);
    chain(
        "com.github.benmanes.caffeine.cache.BoundedLocalCache.computeIfAbsent",
        "com.acme.shop.db.ItemStore.load",
        "org.h2.jdbc.JdbcPreparedStatement.executeQuery");
    call(
        "com.acme.shop.db.OrderStore.insert", "org.h2.jdbc.JdbcPreparedStatement.executeUpdate", 9);
    self("com.acme.shop.db.OrderStore.insert", 1);
    call("com.acme.shop.jobs.StockReport.build", "com.acme.shop.db.ItemStore.load", 6);
    call("com.acme.shop.jobs.StockReport.build", "java.util.stream.ReferencePipeline.collect", 5);
    chain(
        "java.util.stream.ReferencePipeline.collect",
        "java.util.stream.AbstractPipeline.evaluate",
        "java.util.stream.ReduceOps$ReduceOp.evaluateSequential",
        "java.util.stream.AbstractPipeline.copyInto",
        "java.util.ArrayList$ArrayListSpliterator.forEachRemaining",
        "com.acme.shop.jobs.StockReport.lambda$build$1",
        "java.util.HashMap.merge");
  }

  private void pricing(boolean newer) {
    String total = "com.acme.shop.pricing.PriceCalculator.total";
    call(total, GROWN, newer ? 74 : 40);
    call(total, "com.acme.shop.pricing.Tax.of", 22);
    self(total, 8);
    call(GROWN, "com.acme.shop.pricing.PriceRules.matches", newer ? 50 : 24);
    call(GROWN, "java.math.BigDecimal.multiply", 14);
    if (newer) {
      call(GROWN, ADDED, 16);
    }
    self(GROWN, 6);
    call("com.acme.shop.pricing.PriceRules.matches", "java.util.regex.Matcher.find", 16);
    call("com.acme.shop.pricing.PriceRules.matches", "java.lang.String.equalsIgnoreCase", 5);
    self("com.acme.shop.pricing.PriceRules.matches", 5);
    call(ADDED, "java.util.HashMap.putVal", 8);
    self(ADDED, 4);
    call("com.acme.shop.pricing.Tax.of", "java.math.BigDecimal.multiply", 10);
    call("com.acme.shop.pricing.Tax.of", "java.math.BigDecimal.setScale", 6);
    chain(
        "com.acme.shop.auth.Tokens.verify",
        "javax.crypto.Mac.doFinal",
        "com.sun.crypto.provider.HmacCore.engineDoFinal",
        "sun.security.provider.SHA2.implCompress0");
  }

  private void platform() {
    nested("java.util.regex.Matcher.find", "java.util.regex.Pattern$Start.match", 6);
    nested("java.util.regex.Pattern$Start.match", "java.util.regex.Pattern$Loop.match", 3);
    call("java.util.regex.Pattern$Loop.match", "java.util.regex.Pattern$GroupTail.match", 6);
    self("java.util.regex.Pattern$Loop.match", 3);
    call("java.util.regex.Pattern$GroupTail.match", "java.util.regex.Pattern$Loop.match", 5);
    self("java.util.regex.Pattern$GroupTail.match", 3);
    chain("java.util.regex.Pattern.split", "java.util.regex.Matcher.find");
    chain("java.math.BigDecimal.setScale", "java.math.BigDecimal.divideAndRound");
    nested(
        "java.lang.StringBuilder.append",
        "java.lang.AbstractStringBuilder.ensureCapacityInternal",
        4);
    chain("java.lang.AbstractStringBuilder.ensureCapacityInternal", "java.util.Arrays.copyOf");
    nested("java.util.HashMap.merge", "java.util.HashMap.putVal", 5);
    nested("java.util.HashMap.putVal", "java.util.HashMap.resize", 3);
    chain(
        "com.fasterxml.jackson.databind.ObjectMapper.writeValueAsBytes",
        "com.fasterxml.jackson.databind.ser.DefaultSerializerProvider.serializeValue",
        "com.fasterxml.jackson.databind.ser.BeanSerializer.serialize",
        "com.fasterxml.jackson.databind.ser.std.BeanSerializerBase.serializeFields");
    String fields = "com.fasterxml.jackson.databind.ser.std.BeanSerializerBase.serializeFields";
    call(fields, "com.fasterxml.jackson.databind.ser.BeanPropertyWriter.serializeAsField", 30);
    self(fields, 4);
    String field = "com.fasterxml.jackson.databind.ser.BeanPropertyWriter.serializeAsField";
    call(field, "com.fasterxml.jackson.databind.ser.BeanSerializer.serialize", 11);
    call(field, "com.fasterxml.jackson.core.json.UTF8JsonGenerator.writeString", 16);
    call(field, "com.acme.shop.catalog.Item.getTitle", 4);
    call(
        "com.fasterxml.jackson.core.json.UTF8JsonGenerator.writeString",
        "java.lang.StringBuilder.append",
        4);
    self("com.fasterxml.jackson.core.json.UTF8JsonGenerator.writeString", 8);
    database(
        "org.h2.jdbc.JdbcPreparedStatement.executeQuery", "org.h2.command.query.Select.queryFlat");
    database(
        "org.h2.jdbc.JdbcPreparedStatement.executeUpdate", "org.h2.command.dml.Insert.insertRows");
  }

  private void database(String statement, String command) {
    chain(statement, "org.h2.command.CommandContainer.query", command, "org.h2.mvstore.MVMap.get");
    chain(statement, "org.h2.command.Parser.parse");
    call("org.h2.mvstore.MVMap.get", "org.h2.mvstore.Page.binarySearch", 7);
    call("org.h2.mvstore.MVMap.get", "org.h2.mvstore.FileStore.readPage", 4);
    chain(
        "org.h2.mvstore.FileStore.readPage",
        "sun.nio.ch.FileChannelImpl.read",
        "sun.nio.ch.FileDispatcherImpl.pread0");
    nativeChain("sun.nio.ch.FileDispatcherImpl.pread0", "__pread64");
    kernelChain(
        "__pread64",
        "entry_SYSCALL_64_after_hwframe",
        "vfs_read",
        "ext4_file_read_iter",
        "copy_user_generic");
  }

  private void virtualMachine() {
    vmChain("start_thread", "thread_native_entry", "Thread::call_run");
    call("Thread::call_run", "GangWorker::loop", 9);
    kinds.put("GangWorker::loop", FrameKind.VM);
    kinds.put("CompileBroker::compiler_thread_loop", FrameKind.VM);
    call("Thread::call_run", "CompileBroker::compiler_thread_loop", 8);
    vmChain(
        "GangWorker::loop",
        "G1ParTask::work",
        "G1ParEvacuateFollowersClosure::do_void",
        "G1ParScanThreadState::trim_queue",
        "G1ParScanThreadState::copy_to_survivor_space");
    vmChain(
        "CompileBroker::compiler_thread_loop",
        "C2Compiler::compile_method",
        "Compile::Optimize",
        "PhaseIdealLoop::build_and_optimize",
        "PhaseIdealLoop::split_if_with_blocks");
    kinds.put("start_thread", FrameKind.NATIVE);
    kinds.put("java.math.BigDecimal.multiply", FrameKind.INLINED);
    kinds.put("java.util.TreeMap.getEntry", FrameKind.INLINED);
    kinds.put("org.h2.mvstore.Page.binarySearch", FrameKind.INLINED);
    kinds.put("com.acme.shop.catalog.Item.getTitle", FrameKind.INLINED);
  }

  private void call(String caller, String callee, double weight) {
    calls.computeIfAbsent(caller, k -> new ArrayList<>()).add(new Call(callee, weight));
  }

  private void self(String function, double weight) {
    own.put(function, weight);
  }

  private void nested(String caller, String callee, double weight) {
    call(caller, callee, weight);
    self(caller, 2);
  }

  private void chain(String... functions) {
    for (int i = 1; i < functions.length; i++) {
      call(functions[i - 1], functions[i], 10);
      own.putIfAbsent(functions[i - 1], 0.25);
    }
  }

  private void nativeChain(String... functions) {
    chain(functions, FrameKind.NATIVE);
  }

  private void kernelChain(String... functions) {
    chain(functions, FrameKind.KERNEL);
  }

  private void vmChain(String... functions) {
    chain(functions, FrameKind.VM);
  }

  private void chain(String[] functions, FrameKind kind) {
    chain(functions);
    for (int i = 1; i < functions.length; i++) {
      kinds.put(functions[i], kind);
    }
  }
}
