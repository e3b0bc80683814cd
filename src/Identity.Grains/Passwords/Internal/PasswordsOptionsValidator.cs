using Microsoft.Extensions.Options;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Reports every setting that is out of range.</summary>
internal sealed class PasswordsOptionsValidator : IValidateOptions<PasswordsOptions>
{
    public ValidateOptionsResult Validate(string? name, PasswordsOptions options)
    {
        var failures = new List<string>();
        Require(failures, options.Workers is >= 0 and <= 256, $"Passwords: Workers is {options.Workers}; expected 0 to 256.");
        Require(failures, options.QueueCapacity is >= 1 and <= 100_000, $"Passwords: QueueCapacity is {options.QueueCapacity}; expected 1 to 100000.");
        Require(failures, options.MaxWait.TotalSeconds is >= 0.1 and <= 60, $"Passwords: MaxWait is {options.MaxWait}; expected 100 ms to 1 min.");
        Require(failures, options.RefusalTime.TotalSeconds is >= 0 and <= 1, $"Passwords: RefusalTime is {options.RefusalTime}; expected 0 to 1 s.");
        Require(failures, options.FailuresPerNetwork is >= 0 and <= 100_000, $"Passwords: FailuresPerNetwork is {options.FailuresPerNetwork}; expected 0 to 100000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Require(List<string> failures, bool holds, string failure)
    {
        if (!holds)
        {
            failures.Add(failure);
        }
    }
}
