using System.CommandLine;
using Identity.LoadTester.Commands;

var root = new RootCommand("Puts an Identity or a Keycloak under load, holds every answer against what was promised, and tells what it cost.")
{
    DataCommand.Create(),
    RunCommand.Create(),
    CapacityCommand.Create(),
    BenchCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
