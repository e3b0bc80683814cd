namespace Identity.Gateway.Admin.Clients;

/// <summary>Why a client cannot be stored.</summary>
/// <param name="Field">The field of the representation, or the attribute.</param>
/// <param name="Message">For the administrator.</param>
internal sealed record ClientProblem(string Field, string Message);
