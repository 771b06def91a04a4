package io.jromio.bench.daos;

import io.jromio.bench.console.Terminal;
import io.jromio.dfs.embedded.StoreAccess;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code jromio daos} command: looks after pools, containers and files of a store, with the
 * texts of DAOS 2.6. Ends with 0, with 1 if the store refuses, or with 2 for a wrong command line.
 *
 * @source DAOS 2.6 src/control/cmd/daos
 */
public final class Daos {
  private static final int WIDTH = 100;
  private static final List<String> NO_CONTAINER_COMMANDS =
      List.of(
          "clone",
          "evict",
          "link",
          "create-snap",
          "destroy-snap",
          "list-snap",
          "rollback",
          "get-acl",
          "overwrite-acl",
          "update-acl",
          "delete-acl",
          "set-owner");
  private static final List<String> NO_POOL_COMMANDS =
      List.of("query-targets", "list-attr", "get-attr", "set-attr", "del-attr");
  private static final List<String> NO_FILE_SYSTEM_COMMANDS =
      List.of(
          "reset-attr",
          "reset-chunk-size",
          "reset-oclass",
          "fix-sb",
          "fix-root",
          "fix-entry",
          "chmod",
          "query",
          "evict");

  private Daos() {}

  /** Runs the command and ends this JVM with its exit code. */
  public static void main(String[] args) {
    Session session =
        new Session(
            System.getenv(),
            StoreAccess::connect,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            Terminal.showsErrors());
    System.exit(execute(session, args));
  }

  /** Runs the command; returns the exit code. */
  static int execute(Session session, String... args) {
    CommandLine command = tree(session);
    if (args.length == 0) {
      command.usage(session.err());
      return CommandLine.ExitCode.USAGE;
    }
    return command.execute(args);
  }

  static CommandLine tree(Session session) {
    CommandLine top = new CommandLine(new Top());
    top.addSubcommand(pool(session));
    top.addSubcommand(container(session));
    top.addSubcommand(fileSystem(session));
    CommandLine object = new CommandLine(new ObjectGroup());
    object.addSubcommand(new ObjectCommands.Query(session));
    top.addSubcommand(object);
    top.addSubcommand(new MountCommands.Add(session));
    top.addSubcommand(new MountCommands.Remove(session));
    top.addSubcommand(new MountCommands.ListAll(session));
    top.addSubcommand(new VersionCommand(session));
    for (String name : List.of("system", "health", "server-version")) {
      refuse(top, session, name);
    }
    top.setOut(session.out());
    top.setErr(session.err());
    top.setExpandAtFiles(false);
    top.setUsageHelpWidth(WIDTH);
    top.setParameterExceptionHandler((e, words) -> usage(session, e));
    top.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          session.fail(e, false);
          return StoreCommand.FAILED;
        });
    return top;
  }

  private static CommandLine pool(Session session) {
    CommandLine group = new CommandLine(new PoolGroup());
    group.addSubcommand(new PoolCommands.Create(session));
    group.addSubcommand(new PoolCommands.ListAll(session));
    group.addSubcommand(new PoolCommands.Query(session));
    group.addSubcommand(new PoolCommands.Test(session));
    NO_POOL_COMMANDS.forEach(name -> refuse(group, session, name));
    return group;
  }

  private static CommandLine container(Session session) {
    CommandLine group = new CommandLine(new ContainerGroup());
    group.addSubcommand(new ContainerCreate(session));
    group.addSubcommand(new ContainerCommands.ListAll(session));
    group.addSubcommand(new ContainerCommands.Query(session));
    group.addSubcommand(new ContainerCommands.GetProperties(session));
    group.addSubcommand(new ContainerCommands.SetProperties(session));
    group.addSubcommand(new AttributeCommands.ListAll(session));
    group.addSubcommand(new AttributeCommands.Get(session));
    group.addSubcommand(new AttributeCommands.Set(session));
    group.addSubcommand(new AttributeCommands.Delete(session));
    group.addSubcommand(new ContainerCommands.ListObjects(session));
    group.addSubcommand(new ContainerCommands.Check(session));
    group.addSubcommand(new ContainerCommands.Destroy(session));
    NO_CONTAINER_COMMANDS.forEach(name -> refuse(group, session, name));
    return group;
  }

  private static CommandLine fileSystem(Session session) {
    CommandLine group = new CommandLine(new FileSystemGroup());
    group.addSubcommand(new FileSystemCommands.Copy(session));
    group.addSubcommand(new FileSystemCommands.GetAttributes(session));
    group.addSubcommand(new FileSystemCommands.SetAttributes(session));
    group.addSubcommand(new FileSystemCommands.Scan(session));
    group.addSubcommand(new FileSystemCommands.Check(session));
    NO_FILE_SYSTEM_COMMANDS.forEach(name -> refuse(group, session, name));
    return group;
  }

  private static void refuse(CommandLine group, Session session, String name) {
    group.addSubcommand(name, new NotAvailable(session, group.getCommandName() + " " + name));
  }

  private static int usage(Session session, ParameterException e) {
    session
        .err()
        .printf(
            "ERROR: daos: %s (%s --help says more)%n",
            e.getMessage(), e.getCommandLine().getCommandSpec().qualifiedName());
    session.err().flush();
    return CommandLine.ExitCode.USAGE;
  }

  @Command(
      name = "jromio daos",
      description = "Looks after pools, containers and files of a store.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos pool create tank",
        "  jromio daos cont create tank ckpt --type=POSIX",
        "  jromio daos fs copy -s /tmp/tree -d daos://tank/ckpt",
        "  jromio daos cont query tank ckpt",
        "",
        "The store is that of JROMIO_ENGINE, such as unix:/path, else the one under JROMIO_HOME.",
        "Ends with 1 if the store refuses, with 2 for a wrong command line."
      })
  private static final class Top extends Group {}

  @Command(
      name = "pool",
      description = "Pools: create, list, query, test.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos pool list")
  private static final class PoolGroup extends Group {}

  @Command(
      name = "container",
      aliases = "cont",
      description = "Containers: create, list, query, properties, attributes, check, destroy.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont create tank ckpt --type=POSIX")
  private static final class ContainerGroup extends Group {}

  @Command(
      name = "filesystem",
      aliases = "fs",
      description = "Files of a container: copy, attributes, scan, check.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos fs scan tank ckpt")
  private static final class FileSystemGroup extends Group {}

  @Command(
      name = "object",
      aliases = "obj",
      description = "Objects of a container.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos obj query -i 2533280060991858.0 tank ckpt")
  private static final class ObjectGroup extends Group {}
}
