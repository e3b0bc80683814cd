using System.Text.Json.Nodes;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Sessions;
using Identity.Grains.Tests.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Claims;

public sealed class MapperEvaluation
{
    private static readonly UserState User = new()
    {
        Id = "u1",
        Username = "ann",
        Email = "ann@example.org",
        FirstName = "Ann",
        Attributes = new Dictionary<string, IReadOnlyList<string>>
        {
            ["tel"] = ["1", "2"], ["num"] = ["7"], ["bad"] = ["x"], ["flag"] = ["TRUE"], ["obj"] = ["""{"a":1}"""], ["street"] = ["Way 1"], ["own"] = ["u"],
        },
        RoleIds = ["r1", "r2"],
        GroupIds = ["g2"],
    };

    private static readonly SessionView Session = new()
    {
        Id = "sid1",
        UserId = "u1",
        Username = "ann",
        Acr = "gold",
        AuthTime = 1700000000,
        Notes = new Dictionary<string, string> { ["note"] = "n", ["amr"] = "pwd otp" },
    };

    [Theory]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=tel;claim.name=c", """{"c":"1"}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=tel;claim.name=c;multivalued=true", """{"c":["1","2"]}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=tel;claim.name=c;multivalued=true;jsonType.label=int", """{"c":[1,2]}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=num;claim.name=c;jsonType.label=long", """{"c":7}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=bad;claim.name=c;jsonType.label=long", "{}")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=flag;claim.name=c;jsonType.label=boolean", """{"c":true}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=obj;claim.name=c;jsonType.label=JSON", """{"c":{"a":1}}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=bad;claim.name=c;jsonType.label=JSON", "{}")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=username;claim.name=a.b.c", """{"a":{"b":{"c":"ann"}}}""")]
    [InlineData("oidc-usermodel-attribute-mapper", @"user.attribute=username;claim.name=https://x\.org/a.b", """{"https://x.org/a":{"b":"ann"}}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=lastName;claim.name=c", "{}")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=num;claim.name=sub;jsonType.label=long", """{"sub":"7"}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=tel;claim.name=sub;multivalued=true", """{"sub":"[1, 2]"}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=obj;claim.name=sub;jsonType.label=JSON", """{"sub":"{\u0022a\u0022:1}"}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=floor;claim.name=c", """{"c":"4"}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=own;claim.name=c;multivalued=true", """{"c":["u"]}""")]
    [InlineData("oidc-usermodel-attribute-mapper", "user.attribute=own;claim.name=c;multivalued=true;aggregate.attrs=true", """{"c":["u","g","top"]}""")]
    [InlineData("oidc-usermodel-property-mapper", "user.attribute=emailVerified;claim.name=c;jsonType.label=boolean", """{"c":false}""")]
    [InlineData("oidc-usermodel-property-mapper", "user.attribute=id;claim.name=c", """{"c":"u1"}""")]
    [InlineData("oidc-full-name-mapper", "", """{"name":"Ann"}""")]
    [InlineData("oidc-address-mapper", "", """{"address":{"street_address":"Way 1"}}""")]
    [InlineData("oidc-group-membership-mapper", "claim.name=g;full.path=true", """{"g":["/top/sub"]}""")]
    [InlineData("oidc-group-membership-mapper", "claim.name=g", """{"g":["sub"]}""")]
    [InlineData("oidc-usermodel-realm-role-mapper", "claim.name=r;multivalued=true;usermodel.realmRoleMapping.rolePrefix=p_", """{"r":["p_one","p_two"]}""")]
    [InlineData("oidc-usermodel-realm-role-mapper", "claim.name=r", """{"r":"[one, two]"}""")]
    [InlineData("oidc-usermodel-client-role-mapper", "claim.name=x.${client_id}.roles;multivalued=true", """{"x":{"app.one":{"roles":["do"]}}}""")]
    [InlineData("oidc-usermodel-client-role-mapper", "claim.name=r;multivalued=true;usermodel.clientRoleMapping.clientId=other", "{}")]
    [InlineData("oidc-audience-mapper", "included.client.audience=a;included.custom.audience=b", """{"aud":"a"}""")]
    [InlineData("oidc-audience-mapper", "included.custom.audience=b", """{"aud":"b"}""")]
    [InlineData("oidc-audience-resolve-mapper", "", """{"aud":"app.one"}""")]
    [InlineData("oidc-usersessionmodel-note-mapper", "user.session.note=note;claim.name=c", """{"c":"n"}""")]
    [InlineData("oidc-usersessionmodel-note-mapper", "user.session.note=AUTH_TIME;claim.name=auth_time;jsonType.label=long", """{"auth_time":1700000000}""")]
    [InlineData("oidc-usersessionmodel-note-mapper", "user.session.note=none;claim.name=c", "{}")]
    [InlineData("oidc-hardcoded-claim-mapper", "claim.name=c;claim.value=v", """{"c":"v"}""")]
    [InlineData("oidc-sub-mapper", "", """{"sub":"u1"}""")]
    [InlineData("oidc-acr-mapper", "", """{"acr":"gold"}""")]
    [InlineData("oidc-amr-mapper", "", """{"amr":["pwd","otp"]}""")]
    [InlineData("oidc-session-state-mapper", "", """{"session_state":"sid1"}""")]
    [InlineData("oidc-allowed-origins-mapper", "", """{"allowed-origins":["https://a.example","https://b.example:8443"]}""")]
    [InlineData("oidc-organization-membership-mapper", "claim.name=c", "{}")]
    public void Puts_its_claim_into_the_access_token(string mapper, string config, string expected) =>
        Assert.Equal(expected, Access(Mapper(mapper, config)).ToJsonString());

    [Theory]
    [InlineData("jti")]
    [InlineData("typ")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("iss")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("azp")]
    [InlineData("sid")]
    [InlineData("cnf.jkt")]
    [InlineData("sub.x")]
    [InlineData("aud.x")]
    public void Cannot_set_what_makes_a_token_a_token(string claim) =>
        Assert.Equal("{}", Access(Mapper("oidc-hardcoded-claim-mapper", $"claim.name={claim};claim.value=x")).ToJsonString());

    [Fact]
    public void Roles_are_renamed_then_added_then_make_audiences_then_are_written()
    {
        var claims = Access(
            Mapper("oidc-usermodel-realm-role-mapper", "claim.name=realm_access.roles;multivalued=true"),
            Mapper("oidc-usermodel-client-role-mapper", "claim.name=resource_access.${client_id}.roles;multivalued=true"),
            Mapper("oidc-audience-resolve-mapper", ""),
            Mapper("oidc-hardcoded-role-mapper", "role=third.extra"),
            Mapper("oidc-role-name-mapper", "role=one;new.role.name=third.one"));

        Assert.Equal(["app.one", "third"], claims["aud"]!.AsArray().Select(audience => (string)audience!));
        Assert.Equal(["two"], claims["realm_access"]!["roles"]!.AsArray().Select(role => (string)role!));
        Assert.Equal(["extra", "one"], claims["resource_access"]!["third"]!["roles"]!.AsArray().Select(role => (string)role!));
    }

    [Fact]
    public void Roles_are_those_of_the_user_as_it_is_now_and_a_mapper_changes_them_for_one_answer()
    {
        var subject = Subject(
        [
            Mapper("oidc-usermodel-realm-role-mapper", "claim.name=realm_access.roles;multivalued=true"),
            Mapper("oidc-hardcoded-role-mapper", "role=added"),
            Mapper("oidc-role-name-mapper", "role=one;new.role.name=uno"),
        ], []);
        string[] Roles(UserState user)
        {
            var claims = new JsonObject();
            TokenClaims.AddAccessToken(claims, subject with { User = user });
            return [.. claims["realm_access"]!["roles"]!.AsArray().Select(role => (string)role!)];
        }

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(["added", "two", "uno"], Roles(User));
            Assert.Equal(["added", "two"], Roles(User with { RoleIds = ["r2"] }));
            Assert.Equal(["added"], Roles(User with { RoleIds = [] }));
            Assert.Equal(["added", "two"], Roles(User with { RoleIds = [.. Enumerable.Range(0, 100).Select(i => $"gone{i}"), "r2"] }));
        }
    }

    [Fact]
    public void More_combinations_of_roles_than_are_remembered_are_told_apart()
    {
        var subject = Subject([Mapper("oidc-usermodel-realm-role-mapper", "claim.name=roles;multivalued=true")], []);
        for (var i = 0; i < 200; i++)
        {
            var claims = new JsonObject();
            TokenClaims.AddAccessToken(claims, subject with { User = User with { RoleIds = [$"gone{i}", i % 2 == 0 ? "r1" : "r2"] } });

            Assert.Equal(i % 2 == 0 ? "one" : "two", (string?)claims["roles"]![0]);
        }
    }

    [Fact]
    public void Lists_for_one_claim_are_joined()
    {
        var claims = Access(
            Mapper("oidc-group-membership-mapper", "claim.name=groups;full.path=true"),
            Mapper("oidc-usermodel-realm-role-mapper", "claim.name=groups;multivalued=true"));

        Assert.Equal(["/top/sub", "one", "two"], claims["groups"]!.AsArray().Select(name => (string)name!));
    }

    [Fact]
    public void A_lightweight_token_holds_only_what_is_marked_for_it_and_introspection_the_rest()
    {
        var plain = Mapper("oidc-hardcoded-claim-mapper", "claim.name=plain;claim.value=x");
        var light = Mapper("oidc-hardcoded-claim-mapper", "claim.name=light;claim.value=x;lightweight.claim=true");
        var subject = Subject([plain, light], new Dictionary<string, string> { ["client.use.lightweight.access.token.enabled"] = "true" });
        var access = new JsonObject();
        var introspection = new JsonObject();

        TokenClaims.AddAccessToken(access, subject);
        TokenClaims.AddIntrospection(introspection, subject);

        Assert.Equal("""{"light":"x"}""", access.ToJsonString());
        Assert.Equal("""{"light":"x","plain":"x"}""", new JsonObject(introspection.OrderBy(claim => claim.Key).Select(claim => KeyValuePair.Create(claim.Key, claim.Value?.DeepClone()))).ToJsonString());
    }

    [Fact]
    public void A_pairwise_sub_is_stable_and_differs_between_sectors()
    {
        string Sub(string sector) => (string)Access(
            Mapper("oidc-sha256-pairwise-sub-mapper", $"sectorIdentifierUri=https://{sector}/x;pairwiseSubAlgorithmSalt=s"), Mapper("oidc-sub-mapper", ""))["sub"]!;

        Assert.Equal(Sub("a.example"), Sub("a.example"));
        Assert.NotEqual(Sub("a.example"), Sub("b.example"));
        Assert.NotEqual("u1", Sub("a.example"));
    }

    [Theory]
    [InlineData("""{"id_token":{"email":{"essential":true},"given_name":{"essential":true}}}""", """{"sub":"u1","email":"ann@example.org","given_name":"Ann"}""")]
    [InlineData("""{"id_token":{"email":null},"userinfo":{"email":{"essential":true}}}""", """{"sub":"u1"}""")]
    [InlineData("""{"id_token":[]}""", """{"sub":"u1"}""")]
    [InlineData("{", """{"sub":"u1"}""")]
    [InlineData("[]", """{"sub":"u1"}""")]
    public void Essential_claims_of_the_request_are_added(string parameter, string expected)
    {
        var claims = new JsonObject();
        TokenClaims.AddIdToken(claims, Subject([Mapper("oidc-claims-param-token-mapper", "")], []) with { ClaimsParameter = parameter });

        var sorted = JsonNode.DeepEquals(claims, JsonNode.Parse(expected));
        Assert.True(sorted, claims.ToJsonString());
    }

    [Theory]
    [InlineData("id.token.claim=true", "id userinfo")]
    [InlineData("access.token.claim=true", "access introspection")]
    [InlineData("id.token.claim=true;userinfo.token.claim=false", "id")]
    [InlineData("access.token.claim=true;introspection.token.claim=false", "access")]
    [InlineData("userinfo.token.claim=true", "userinfo")]
    [InlineData("introspection.token.claim=true", "introspection")]
    [InlineData("", "")]
    public void Switches_say_which_tokens_get_the_claim(string switches, string expected)
    {
        var subject = Subject([Bare("oidc-hardcoded-claim-mapper", $"claim.name=c;claim.value=v;{switches}")], []);
        var found = new List<string>();
        foreach (var (name, add) in new (string, Action<JsonObject, TokenSubject>)[]
        {
            ("access", TokenClaims.AddAccessToken), ("id", TokenClaims.AddIdToken), ("userinfo", TokenClaims.AddUserInfo), ("introspection", TokenClaims.AddIntrospection),
        })
        {
            var claims = new JsonObject();
            add(claims, subject);
            if (claims.ContainsKey("c"))
            {
                found.Add(name);
            }
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    private static JsonObject Access(params ProtocolMapper[] mappers)
    {
        var claims = new JsonObject();
        TokenClaims.AddAccessToken(claims, Subject(mappers, []));
        return claims;
    }

    private static TokenSubject Subject(IReadOnlyList<ProtocolMapper> mappers, Dictionary<string, string> attributes)
    {
        var client = new ClientState
        {
            Id = "c0", ClientId = "me", ProtocolMappers = mappers, Attributes = attributes, WebOrigins = ["+", "https://a.example/"],
            RedirectUris = ["https://b.example:8443/cb*", "https://a.example/cb", "/relative"],
        };
        var realm = RealmFiles.Snapshot(new RealmFile(
            new RealmState { Id = "r", Realm = "r" },
            [client, new ClientState { Id = "c1", ClientId = "app.one" }, new ClientState { Id = "c2", ClientId = "third" }],
            [],
            [new RoleState { Id = "r1", Name = "one", CompositeIds = ["r3"] }, new RoleState { Id = "r2", Name = "two" }, new RoleState { Id = "r3", Name = "do", ClientId = "c1" }],
            [
                new GroupState { Id = "g1", Name = "top", Attributes = new Dictionary<string, IReadOnlyList<string>> { ["floor"] = ["4"], ["own"] = ["top"] } },
                new GroupState { Id = "g2", Name = "sub", ParentId = "g1", Attributes = new Dictionary<string, IReadOnlyList<string>> { ["own"] = ["g"] } },
            ],
            [],
            []));
        return new TokenSubject(realm, client, User, Session, ScopeGrant.Resolve(realm, client, "openid")!);
    }

    private static ProtocolMapper Mapper(string mapper, string config) =>
        Bare(mapper, $"access.token.claim=true;id.token.claim=true;{config}");

    private static ProtocolMapper Bare(string mapper, string config) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Name = mapper,
        Mapper = mapper,
        Config = config.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
    };
}
