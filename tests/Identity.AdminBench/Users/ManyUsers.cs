using System.Globalization;
using System.Text.Json;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Npgsql;
using NpgsqlTypes;

namespace Identity.AdminBench.Users;

/// <summary>Made-up users of a realm: user0000000 and so on, ten thousand family names, a role that all have and one of each hundredth,
/// a thousand groups, attributes for each fourth.</summary>
internal static class ManyUsers
{
    public const string CommonRole = "11111111-1111-1111-1111-111111111111";
    public const string RareRole = "22222222-2222-2222-2222-222222222222";
    private const int Batch = 20_000;

    private static readonly string[] s_firstNames =
    [
        "James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Elizabeth", "Jürgen", "Søren", "Élodie",
        "Łukasz", "Мария", "Ahmet", "Yuki", "Priya", "Chen", "Fatima",
    ];

    private static readonly string[] s_syllables =
        ["ba", "ko", "li", "mar", "nov", "ter", "sen", "dri", "gu", "pal", "ros", "tin", "vel", "wes", "xan", "yor", "zim", "che", "fal", "hol", "jan", "que"];

    /// <summary>Makes them, in batches.</summary>
    public static async Task CopyAsync(NpgsqlDataSource database, string realmId, int count)
    {
        await using var connection = await database.OpenConnectionAsync();
        for (var start = 0; start < count; start += Batch)
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY user_account (realm_id, id, version, doc) FROM STDIN (FORMAT binary)");
            for (var i = start; i < Math.Min(start + Batch, count); i++)
            {
                var user = Make(i);
                await copy.StartRowAsync();
                await copy.WriteAsync(realmId, NpgsqlDbType.Text);
                await copy.WriteAsync(user.Id, NpgsqlDbType.Text);
                await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
                await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(user, StateJson.TypeInfo<UserState>()), NpgsqlDbType.Jsonb);
            }

            await copy.CompleteAsync();
        }

        await using var vacuum = new NpgsqlCommand("VACUUM (ANALYZE) user_entry, user_term, user_account", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync();
    }

    /// <summary>The user of that number; scattered over time as real ones are.</summary>
    public static UserState Make(int i)
    {
        var number = Scatter(i);
        var (first, last) = (s_firstNames[number % s_firstNames.Length], FamilyName(number / 7 % 10_000));
        return new UserState
        {
            Id = Guid.NewGuid().ToString(),
            Username = string.Create(CultureInfo.InvariantCulture, $"user{number:0000000}"),
            Email = string.Create(CultureInfo.InvariantCulture, $"{last}.{number}@example.org").ToLowerInvariant(),
            EmailVerified = number % 2 == 0,
            FirstName = first,
            LastName = last,
            Enabled = number % 20 != 0,
            CreatedTimestamp = 1_700_000_000_000 + number,
            Attributes = number % 4 != 0
                ? new Dictionary<string, IReadOnlyList<string>>()
                : new Dictionary<string, IReadOnlyList<string>> { ["department"] = [$"department {number % 400}"], ["employee"] = [$"{number}"] },
            RoleIds = number % 100 == 0 ? [CommonRole, RareRole] : [CommonRole],
            GroupIds = [$"group-{number % 1000}"],
            Credentials =
            [
                new Credential
                {
                    Id = Guid.NewGuid().ToString(),
                    Type = "password",
                    CreatedDate = 1_700_000_000_000,
                    SecretData = $$"""{"value":"{{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}}","salt":"{{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}}"}""",
                    CredentialData = """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hashLength":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}""",
                },
            ],
        };
    }

    /// <summary>A family name that one user in ten thousand has.</summary>
    public static string FamilyName(int number)
    {
        var name = s_syllables[number % 22] + s_syllables[number / 22 % 22] + s_syllables[number / 484 % 22];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    // One to one below 2^20.
    private static int Scatter(int i) => i < 1_000_000 ? (int)(i * 611_953L % 1_000_000) : i;
}
