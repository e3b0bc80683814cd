namespace Identity.Testing.Processes;

/// <summary>One pod of the cluster as <c>cluster.json</c> shows it.</summary>
public sealed record RunningPod(string Name, int Pid, string Url, string Management);
