using System.CommandLine;

namespace Identity.Silo.Commands;

internal static class ExportCommand
{
    public static Command Create() => new("export", "");
}
