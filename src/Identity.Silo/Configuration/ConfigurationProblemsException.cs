namespace Identity.Silo.Configuration;

/// <summary>The configuration does not allow a start; <see cref="Problems"/> says all that is wrong with it.</summary>
internal sealed class ConfigurationProblemsException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
