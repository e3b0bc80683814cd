namespace Identity.Silo.Health;

/// <summary>One line of a health answer.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Failure">Why it is down; null: it is up.</param>
internal readonly record struct HealthCheck(string Name, string? Failure);
