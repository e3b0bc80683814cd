using System.Net;

namespace Identity.Silo.Discovery;

/// <summary>What is known of one name. The last good answer stays in use while the name server fails.</summary>
/// <param name="Name">The name.</param>
/// <param name="Status">How the last question ended.</param>
/// <param name="Addresses">The addresses of the last good answer.</param>
/// <param name="AnsweredAt">The timestamp of the last good answer; 0: none.</param>
/// <param name="FailingSince">The timestamp of the first failure after it; 0: not failing.</param>
/// <param name="More">How many addresses of the answer are left out.</param>
internal sealed record NameAnswer(string Name, NameStatus Status, IReadOnlyList<IPAddress> Addresses, long AnsweredAt, long FailingSince, int More)
{
    public static NameAnswer None(string name) => new(name, NameStatus.Asking, [], 0, 0, 0);
}
