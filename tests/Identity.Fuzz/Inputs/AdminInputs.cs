using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Fuzz.Bed;

namespace Identity.Fuzz.Inputs;

/// <summary>Requests to the routes of the admin API's own description.</summary>
internal static class AdminInputs
{
    private static readonly string[] s_query =
    [
        "first", "max", "search", "q", "exact", "briefRepresentation", "username", "email", "firstName", "lastName", "enabled", "emailVerified", "idpAlias", "clientId", "client_id", "viewableOnly",
        "populateHierarchy", "subGroupsCount", "dateFrom", "dateTo", "direction", "type", "client", "user", "ipAddress", "operationTypes", "resourceTypes", "authUser", "authRealm", "authClient", "authIpAddress",
        "resourcePath", "name", "parent", "lifespan", "redirect_uri", "scope", "userId", "audience", "currentRealm", "key", "execution", "exportClients", "exportGroupsAndRoles", "isOffline", "source", "top",
        "useRealmDefaultLocaleFallback", "userProfileMetadata", "session_code",
    ];

    private static readonly string[] s_bodies =
    [
        "{}", "[]", """{"type":"password","value":"x","temporary":false}""", """["UPDATE_PASSWORD"]""", """[{"id":"x","name":"offline_access"}]""", """{"realm":"fuzzed","client":"x"}""",
        """{"node":"http://a.example","host":"x"}""", """{"format":"PKCS12","keyAlias":"a","keyPassword":"p","storePassword":"p"}""", """{"newName":"copy"}""", """{"provider":"auth-cookie","alias":"x","type":"basic-flow"}""",
        """{"alias":"x","config":{"a":"b"}}""", """{"count":1,"expiration":10}""", """{"ifResourceExists":"SKIP","users":[{"username":"imported","credentials":[{"type":"password","value":"x"}],"groups":["/a"]}],"clients":[{"clientId":"imported"}],"groups":[{"name":"g"}],"roles":{"realm":[{"name":"r"}]}}""",
        """{"host":"127.0.0.1","port":"1","from":"a@b.example"}""", """{"identityProvider":"x","userId":"y","userName":"z"}""", """{"redirect_uris":["http://a.example"],"client_name":"x","jwks":{"keys":[]}}""",
        """{"realm":"made","enabled":true,"users":[{"username":"u","credentials":[{"type":"password","secretData":"{}","credentialData":"{}"}]}],"components":{"x":[{"name":"n","config":{"a":["b"]}}]},"requiredActions":[{"alias":"a"}],"authenticationFlows":[{"alias":"f","authenticationExecutions":[{}]}],"smtpServer":{"port":"1"}}""",
    ];

    private static readonly string[] s_keystores = ["Certificate PEM", "Public Key PEM", "JSON Web Key Set", "PKCS12", "JKS"];

    public static FuzzInput Next(FuzzBed bed, Random random)
    {
        var route = bed.Routes[random.Next(bed.Routes.Count)];
        var target = bed.Filled(route.Path, random, good: false);
        if (route is { Method: "DELETE", Path: "/admin/realms/{realm}" })
        {
            target = $"/admin/realms/{Mutation.Encoded("x" + Values.Text(random), random)}";
        }

        if (route.Method == "GET" || random.Next(5) == 0)
        {
            target += "?" + Mutation.Parameters([.. Enumerable.Range(0, random.Next(4)).Select(_ => (s_query[random.Next(s_query.Length)], "1"))], random);
        }

        var body = route.Method is "POST" or "PUT" || (route.Method == "DELETE" && random.Next(2) == 0) ? Body(bed, route, random) : null;
        var type = body is null ? null : random.Next(30) switch { 0 => "text/plain", 1 => "application/x-www-form-urlencoded", 2 => "application/json; charset=utf-16", 3 => "multipart/form-data; boundary=x", _ => "application/json" };
        if (route.Path.Contains("/upload", StringComparison.Ordinal) && random.Next(4) > 0)
        {
            (type, body) = ("multipart/form-data; boundary=x", Upload(random));
        }

        var authorization = random.Next(60) switch { 0 => null, 1 => "Bearer " + Mutation.Encoded(Values.Text(random), random), 2 => "Basic x", 3 => $"Bearer {bed.Secrets["access"]}", _ => "admin" };
        return new FuzzInput($"{route.Method} {route.Path}", route.Method, target, type, body, authorization);
    }

    private static byte[] Body(FuzzBed bed, (string Method, string Path, string? Schema, bool Many) route, Random random)
    {
        JsonNode? good = null;
        if (bed.Bodies.GetValueOrDefault(route.Path) is { } known && random.Next(4) > 0)
        {
            good = known is JsonArray { Count: > 0 } items && route.Schema is not null && !route.Many ? items[0] : known;
        }
        else if (route.Schema is not null && random.Next(4) > 0)
        {
            good = OfSchema(bed, route.Schema, random);
            good = route.Many ? new JsonArray(good) : good;
        }

        good = good?.DeepClone() ?? JsonNode.Parse(s_bodies[random.Next(s_bodies.Length)]);
        if (good is JsonObject item && route.Method == "POST" && random.Next(3) > 0)
        {
            item.Remove("id");
            foreach (var name in (string[])["name", "username", "clientId", "alias", "realm", "email"])
            {
                if (item.ContainsKey(name))
                {
                    item[name] = $"n{random.Next(1_000_000)}{(name == "email" ? "@x.example" : "")}";
                }
            }
        }

        if (good is JsonObject realm && route.Path == "/admin/realms/{realm}")
        {
            realm["realm"] = FuzzBed.Realm;
        }

        return random.Next(8) == 0 ? Encoding.UTF8.GetBytes(Values.Json(random)) : Mutation.Body(good, random);
    }

    // A key's upload, at times cut off.
    private static byte[] Upload(Random random)
    {
        var text = new StringBuilder();
        foreach (var name in (string[])["keystoreFormat", "keyAlias", "keyPassword", "storePassword", "file"])
        {
            var file = name == "file" ? "; filename=\"f\"\r\nContent-Type: application/octet-stream" : "";
            var value = name == "keystoreFormat" && random.Next(4) > 0 ? s_keystores[random.Next(s_keystores.Length)] : Values.Text(random);
            text.Append(CultureInfo.InvariantCulture, $"--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.Append("--x--\r\n").ToString());
        return random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static JsonObject OfSchema(FuzzBed bed, string schema, Random random)
    {
        var item = new JsonObject();
        var fields = ((JsonObject)bed.Schemas[schema]!["properties"]!).ToList();
        for (var count = 1 + random.Next(6); count > 0; count--)
        {
            var (name, type) = fields[random.Next(fields.Count)];
            item[name] = (string?)type!["type"] switch
            {
                "integer" => random.Next(5) switch { 0 => -1, 1 => int.MaxValue, 2 => long.MaxValue, _ => 60 },
                "boolean" => random.Next(2) == 0,
                "array" => new JsonArray(new JsonObject { ["name"] = "a", ["alias"] = "b", ["id"] = Values.Marker, ["config"] = new JsonObject { ["x"] = "y" } }),
                "object" => new JsonObject { ["a"] = "b", ["c"] = new JsonArray("d") },
                _ => JsonValue.Create("v" + random.Next(1000)),
            };
        }

        return item;
    }
}
