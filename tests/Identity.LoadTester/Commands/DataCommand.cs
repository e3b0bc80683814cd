using System.CommandLine;
using Identity.LoadTester.Data;

namespace Identity.LoadTester.Commands;

/// <summary><c>data</c>: the realm that the other commands put under load.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var command = new Command("data", "makes the realm for the other commands, in place of one of that name");
        var site = new SiteArguments();
        var hash = new Option<string>("--hash") { Description = "argon2 (Keycloak's default), or pbkdf2-sha256:ITERATIONS where hashing is not what is measured", DefaultValueFactory = _ => "argon2" };
        var rotates = new Option<bool>("--rotate") { Description = "each refresh token is taken once" };
        var file = new Option<string?>("--file") { Description = "writes a realm file for './identity import' or 'kc.sh import' instead: the fastest for very many users" };
        site.AddTo(command);
        command.Options.Add(hash);
        command.Options.Add(rotates);
        command.Options.Add(file);
        command.SetAction(async (parsed, stop) =>
        {
            var data = new DataSet(site.Read(parsed), PasswordHash.Of(parsed.GetValue(hash)!), parsed.GetValue(rotates));
            await (parsed.GetValue(file) is { } path ? DataUpload.WriteAsync(data, path, stop) : DataUpload.SendAsync(data, Console.Out, stop));
            return 0;
        });
        return command;
    }
}
