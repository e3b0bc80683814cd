using System.Globalization;
using System.Security;
using System.Text;

namespace Identity.Gateway.Admin.Clients.Installation;

/// <summary>The settings for a JBoss or WildFly server.</summary>
internal static class SubsystemFiles
{
    private const string Deployment = "WAR MODULE NAME.war";

    /// <summary>A part of standalone.xml.</summary>
    public static string Xml(AdapterSettings settings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<secure-deployment name=\"{Deployment}\">\n");
        Add("realm", settings.Realm);
        Add("auth-server-url", settings.ServerUrl);
        Flag("bearer-only", settings.BearerOnly);
        Flag("public-client", settings.PublicClient);
        Add("ssl-required", settings.SslRequired.ToUpperInvariant());
        Add("resource", settings.ClientId);
        Flag("verify-token-audience", settings.HasRoles);
        if (settings.Secret is { } secret)
        {
            text.Append(CultureInfo.InvariantCulture, $"    <credential name=\"secret\">{SecurityElement.Escape(secret)}</credential>\n");
        }

        Flag("use-resource-role-mappings", settings.HasRoles);
        return text.Append("</secure-deployment>\n").ToString();

        void Add(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"    <{name}>{SecurityElement.Escape(value)}</{name}>\n");

        void Flag(string name, bool value)
        {
            if (value)
            {
                Add(name, "true");
            }
        }
    }

    /// <summary>Commands for the server's shell.</summary>
    public static string Cli(AdapterSettings settings)
    {
        List<string> lines = [$"realm=\"{settings.Realm}\"", $"resource=\"{settings.ClientId}\"", $"auth-server-url={settings.ServerUrl}"];
        lines.AddRange(settings.BearerOnly ? ["bearer-only=true"] : settings.PublicClient ? ["public-client=true"] : []);
        lines.AddRange(settings.HasRoles ? ["verify-token-audience=true", "use-resource-role-mappings=true"] : []);
        lines.Add($"ssl-required={settings.SslRequired.ToUpperInvariant()}");
        var text = $"/subsystem=keycloak/secure-deployment=\"{Deployment}\"/:add( \\\n    {string.Join(", \\\n    ", lines)})\n";
        return settings.Secret is { } secret
            ? $"{text}\n/subsystem=keycloak/secure-deployment=\"{Deployment}\"/credential=secret:add(value={secret})\n"
            : text;
    }
}
