using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Tokens;

/// <summary>Registers what issues and judges tokens.</summary>
internal static class TokensRegistration
{
    public static IServiceCollection AddTokens(this IServiceCollection services) => services
        .AddSingleton<TokenIssuer>()
        .AddSingleton<ServiceAccounts>()
        .AddSingleton<TokenLiveness>();
}
