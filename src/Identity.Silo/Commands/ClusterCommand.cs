using System.CommandLine;

namespace Identity.Silo.Commands;

internal static class ClusterCommand
{
    public static Command Create() => new("cluster", "");
}
