using System.Diagnostics;
using System.Globalization;
using Identity.Silo.Configuration;
using Identity.Silo.Lifetime;

namespace Identity.Silo.Supervision;

/// <summary>How the processes of pods are started.</summary>
internal static class PodCommand
{
    /// <summary>This program as <c>start</c>. Every setting travels in the environment: a command line is readable by others.</summary>
    public static ProcessStartInfo For(Pod pod, IReadOnlyList<Pod> all, SettingValues values, Uri front, string database, IReadOnlyList<byte[]> sealKeys)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add("start");
        var environment = start.Environment;
        foreach (var setting in Settings.All)
        {
            if (values.FindSet(setting) is { } value)
            {
                environment[setting.Variable] = value;
            }
        }

        Set(Settings.HttpEnabled, "true");
        Set(Settings.HttpHost, "127.0.0.1");
        Set(Settings.HttpPort, pod.Url.Port.ToString(CultureInfo.InvariantCulture));
        Set(Settings.ManagementPort, pod.Management.Port.ToString(CultureInfo.InvariantCulture));
        Set(Settings.HealthEnabled, "true");
        Set(Settings.Hostname, values.FindSet(Settings.Hostname) ?? front.AbsoluteUri);
        Set(Settings.DbUrl, database);
        Set(Settings.SealKeys, string.Join(',', sealKeys.Select(Convert.ToBase64String)));
        Set(Settings.ClusterDns, string.Empty);
        Set(Settings.ClusterAddress, "127.0.0.1");
        Set(Settings.ClusterPeers, string.Join(',', all.Where(other => other != pod).Select(other => $"127.0.0.1:{other.ClusterPort}")));
        Set(Settings.ClusterInstance, pod.Name);
        Set(Settings.ClusterPort, pod.ClusterPort.ToString(CultureInfo.InvariantCulture));
        Set(Settings.ClusterSiloPort, pod.SiloPort.ToString(CultureInfo.InvariantCulture));
        Set(Settings.OutgoingAllowedAddresses, values.FindSet(Settings.OutgoingAllowedAddresses) ?? OutgoingAllowanceReader.Loopback);
        Set(Settings.LogConsoleOutput, values.FindSet(Settings.LogConsoleOutput) ?? "default");
        environment[ParentPipe.Variable] = "1";
        environment[ParentPipe.PodNameVariable] = pod.Name;
        return start;

        void Set(Setting setting, string value) => environment[setting.Variable] = value;
    }
}
