using System.CommandLine;

namespace Identity.Silo.Commands;

internal static class ImportCommand
{
    public static Command Create() => new("import", "");
}
