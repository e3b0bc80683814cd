using Identity.Silo.Configuration;

namespace Identity.Silo.Tests.Configuration;

public sealed class DatabaseUrlForms
{
    [Theory]
    [InlineData("jdbc:postgresql://db.example:5433/identity", "db.example", 5433, "identity")]
    [InlineData("jdbc:postgresql://db/identity", "db", 5432, "identity")]
    [InlineData("jdbc:postgresql://[::1]:5433/identity", "::1", 5433, "identity")]
    [InlineData("jdbc:postgresql:identity", "localhost", 5432, "identity")]
    [InlineData("jdbc:postgresql:///identity", "localhost", 5432, "identity")]
    [InlineData("jdbc:postgresql://a:5432,b:5433/identity", "a:5432,b:5433", 5432, "identity")]
    [InlineData("postgresql://db:6000/identity", "db", 6000, "identity")]
    [InlineData("postgres://db/identity", "db", 5432, "identity")]
    [InlineData("Host=db;Port=5433;Database=identity", "db", 5433, "identity")]
    [InlineData("Host=/run/socket;Database=identity", "/run/socket", 5432, "identity")]
    public void Each_form_names_host_port_and_database(string text, string host, int port, string database)
    {
        var builder = DatabaseUrl.Parse(text);

        Assert.Equal((host, port, database), (builder.Host, builder.Port, builder.Database));
    }

    [Theory]
    [InlineData("jdbc:postgresql://db/i?user=u&password=p%26q", "Username", "u")]
    [InlineData("jdbc:postgresql://db/i?user=u&password=p%26q", "Password", "p&q")]
    [InlineData("postgresql://u%40x:p%3Aq@db/i", "Username", "u@x")]
    [InlineData("postgresql://u%40x:p%3Aq@db/i", "Password", "p:q")]
    [InlineData("jdbc:postgresql://db/i?sslmode=verify-full&sslrootcert=/ca.pem", "SSL Mode", "VerifyFull")]
    [InlineData("jdbc:postgresql://db/i?sslmode=require&sslrootcert=/ca.pem", "Root Certificate", "/ca.pem")]
    [InlineData("jdbc:postgresql://db/i?ssl=true", "SSL Mode", "Require")]
    [InlineData("jdbc:postgresql://a,b/i?targetServerType=primary", "Target Session Attributes", "primary")]
    [InlineData("jdbc:postgresql://db/i?currentSchema=kc", "Search Path", "kc")]
    public void Parameters_become_those_of_the_driver(string text, string name, string expected) =>
        Assert.Equal(expected, DatabaseUrl.Parse(text)[name]?.ToString());

    [Theory]
    [InlineData("jdbc:mariadb://db/secret-name")]
    [InlineData("jdbc:postgresql://db:port/secret-name")]
    [InlineData("jdbc:postgresql://db/secret-name?nonsense=1")]
    [InlineData("mysql://secret-name")]
    [InlineData("Hst=db;Password=secret-name")]
    public void What_is_none_of_them_is_refused_without_being_repeated(string text)
    {
        var exception = Assert.Throws<FormatException>(() => DatabaseUrl.Parse(text));

        Assert.DoesNotContain("secret-name", exception.Message, StringComparison.Ordinal);
    }
}
