namespace Identity.Grains.Claims;

/// <summary>A mapper with its settings read.</summary>
/// <param name="Order">Mappers run by this number: see <see cref="MapperKinds"/>.</param>
/// <param name="Kinds">The tokens that it fills.</param>
/// <param name="Apply">Fills one.</param>
internal sealed record ClaimMapper(int Order, TokenKind Kinds, Action<ClaimTarget> Apply);
