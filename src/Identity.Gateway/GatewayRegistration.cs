using Identity.Gateway.ActionTokens;
using Identity.Gateway.Admin;
using Identity.Gateway.Authorize;
using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.ClientRegistration;
using Identity.Gateway.Console;
using Identity.Gateway.Discovery;
using Identity.Gateway.Errors;
using Identity.Gateway.Events;
using Identity.Gateway.Introspection;
using Identity.Gateway.Login;
using Identity.Gateway.Logout;
using Identity.Gateway.Outgoing;
using Identity.Gateway.Pages;
using Identity.Gateway.Revocation;
using Identity.Gateway.SessionStatus;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Gateway.UserInfo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway;

/// <summary>What a host calls to serve Identity's HTTP endpoints.</summary>
public static class GatewayRegistration
{
    /// <summary>Adds every endpoint family. The host adds the grains, <see cref="TimeProvider"/> and <see cref="GatewayOptions"/>.</summary>
    public static IServiceCollection AddIdentityGateway(this IServiceCollection services) => services
        .AddMetrics()
        .AddOutgoing()
        .AddSingleton<LoginEvents>()
        .AddClientAuthentication()
        .AddTokens()
        .AddToken()
        .AddUserInfo()
        .AddIntrospection()
        .AddRevocation()
        .AddAdminConsole()
        .AddLogin()
        .AddActionTokens()
        .AddLogout()
        .AddAdmin()
        .AddClientRegistration()
        .PostConfigure<LoggerFilterOptions>(KeepAddressesOutOfLogs);

    // The host logs each request's address with its query, and the server that of each request it cannot read, in which codes, states and tokens travel. At whatever level: not that.
    private static void KeepAddressesOutOfLogs(LoggerFilterOptions options)
    {
        options.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null));
        options.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information, null));
    }

    /// <summary>Gives every answer the headers that it must have. Comes first: answers of the host itself are answers too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.UseMiddleware<SecurityHeadersMiddleware>();

    /// <summary>Answers faults of what comes after it as the gateway's own endpoints do, for what the host serves beside them.</summary>
    public static IApplicationBuilder UseFaultAnswers(this IApplicationBuilder app) => app.UseMiddleware<FaultMiddleware>();

    /// <summary>Maps every endpoint family, with the answers to faults and to what no endpoint matches. <see cref="UseSecurityHeaders"/> is the
    /// host's to call before.</summary>
    public static WebApplication MapIdentityGateway(this WebApplication app)
    {
        app.UseFaultAnswers();
        app.UseMiddleware<StorableRequestMiddleware>();
        app.UseMiddleware<UnmatchedMiddleware>();
        app.MapDiscovery();
        app.MapToken();
        app.MapUserInfo();
        app.MapIntrospection();
        app.MapRevocation();
        app.MapAuthorize();
        app.MapActionTokens();
        app.MapLogin();
        app.MapLogout();
        app.MapSessionStatus();
        app.MapAdmin();
        app.MapClientRegistration();
        app.MapAdminConsole();
        app.MapPageResources();
        return app;
    }
}
