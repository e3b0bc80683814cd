using Identity.Grains.Users.Profiles;

namespace Identity.Grains.Tests.Users.Profiles;

/// <summary>What values Keycloak's validators let pass, and how they refuse.</summary>
public class AttributeValidation
{
    [Theory]
    [InlineData("""{"length":{"min":2,"max":4}}""", "a", "error-invalid-length", "2,4")]
    [InlineData("""{"length":{"min":2}}""", "a", "error-invalid-length-too-short", "2,null")]
    [InlineData("""{"length":{"max":"4"}}""", "abcde", "error-invalid-length-too-long", "null,4")]
    [InlineData("""{"integer":{"min":"1","max":"5"}}""", "9", "error-number-out-of-range", "1,5")]
    [InlineData("""{"integer":{}}""", " 3 ", "error-invalid-number", "")]
    [InlineData("""{"double":{"min":"1.5"}}""", "1", "error-number-out-of-range-too-small", "1.5,null")]
    [InlineData("""{"double":{}}""", "x", "error-invalid-number", "")]
    [InlineData("""{"pattern":{"pattern":"[a-c]+"}}""", "abd", "error-pattern-no-match", "\"[a-c]+\"")]
    [InlineData("""{"pattern":{"pattern":"[a-c]+","error-message":"my-key"}}""", "abd", "my-key", "\"[a-c]+\"")]
    [InlineData("""{"pattern":{"pattern":"(a+)+b"}}""", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "error-pattern-no-match", "\"(a+)+b\"")]
    [InlineData("""{"options":{"options":["x","y"]}}""", "z", "error-invalid-value", "")]
    [InlineData("""{"uri":{}}""", "nope", "error-invalid-uri", "\"nope\",\"URI is not absolute\"")]
    [InlineData("""{"uri":{}}""", "/etc/passwd", "error-invalid-uri", "\"/etc/passwd\",\"URI is not absolute\"")]
    [InlineData("""{"uri":{}}""", "ftp://x", "error-invalid-uri-scheme", "\"ftp://x\",\"ftp\"")]
    [InlineData("""{"iso-date":{}}""", "2000-13-01", "error-invalid-date", "\"2000-13-01\"")]
    [InlineData("""{"local-date":{}}""", "2000", "error-invalid-date", "")]
    [InlineData("""{"email":{"max-local-length":"4"}}""", "abcdef@x.org", "error-invalid-email", "\"abcdef@x.org\"")]
    [InlineData("""{"email":{}}""", "abc", "error-invalid-email", "\"abc\"")]
    [InlineData("""{"email":{}}""", "a b@x.org", "error-invalid-email", "\"a b@x.org\"")]
    [InlineData("""{"email":{}}""", "a@x..org", "error-invalid-email", "\"a@x..org\"")]
    [InlineData("""{"username-prohibited-characters":{}}""", "a b", "error-username-invalid-character", "")]
    [InlineData("""{"person-name-prohibited-characters":{}}""", "<script>", "error-person-name-invalid-character", "")]
    [InlineData("""{"username-prohibited-characters":{}}""", "alice\u200b", "error-username-invalid-character", "")]
    [InlineData("""{"username-prohibited-characters":{}}""", "ali\u202ece", "error-username-invalid-character", "")]
    [InlineData("""{"up-username-not-idn-homograph":{}}""", "аlice", "error-username-invalid-character", "")]
    public void A_wrong_value_is_refused_in_Keycloaks_words(string validations, string value, string message, string parameters)
    {
        var realm = ProfileCases.RealmWith("x", $"\"validations\":{validations},");

        var change = ProfileRules.Change(realm, ProfileActor.Administrator, null, ProfileCases.Wanted(("x", [value])));

        var others = parameters.Length == 0 ? "" : $",{parameters}";
        Assert.Equal($$"""{"field":"x","errorMessage":"{{message}}","params":["x"{{others}}]}""", ProfileCases.Refusal(change).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"length":{"min":2,"max":4}}""", " abc ")]
    [InlineData("""{"integer":{"min":"1","max":"5"}}""", "+3")]
    [InlineData("""{"double":{}}""", "1e3")]
    [InlineData("""{"uri":{}}""", "http://x/#f")]
    [InlineData("""{"iso-date":{}}""", "2000-01-01")]
    [InlineData("""{"local-date":{}}""", "1/31/2020")]
    [InlineData("""{"email":{}}""", "a@b")]
    [InlineData("""{"email":{}}""", "\"a b\"@x.org")]
    [InlineData("""{"up-username-not-idn-homograph":{}}""", "élodie_3")]
    [InlineData("""{"unknown-one":{}}""", "anything")]
    public void A_right_value_passes(string validations, string value)
    {
        var realm = ProfileCases.RealmWith("x", $"\"validations\":{validations},");

        var change = ProfileRules.Change(realm, ProfileActor.Administrator, null, ProfileCases.Wanted(("x", [value])));

        Assert.Equal([value], ProfileCases.Stored(change)["x"]);
    }

    [Fact]
    public void One_value_is_the_most_unless_the_profile_says_otherwise()
    {
        var wanted = ProfileCases.Wanted(("x", ["a", "b"]));

        var one = ProfileRules.Change(ProfileCases.RealmWith("x", string.Empty), ProfileActor.Administrator, null, wanted);
        var many = ProfileRules.Change(ProfileCases.RealmWith("x", "\"multivalued\":true,"), ProfileActor.Administrator, null, wanted);

        Assert.Equal("""{"field":"x","errorMessage":"error-invalid-multivalued-size","params":["x",0,1]}""", ProfileCases.Refusal(one));
        Assert.Equal(["a", "b"], ProfileCases.Stored(many)["x"]);
    }

    [Fact]
    public void Several_errors_come_together()
    {
        var change = ProfileRules.Change(
            ProfileCases.Realm(), ProfileActor.Administrator, null, ProfileCases.Wanted(("username", ["a"]), ("email", ["bad"]), ("firstName", ["<x>"])));

        Assert.Equal(
            """{"errors":[{"field":"username","errorMessage":"error-invalid-length","params":["username",3,255]},{"field":"email","errorMessage":"error-invalid-email","params":["email","bad"]},{"field":"firstName","errorMessage":"error-person-name-invalid-character","params":["firstName"]}]}""",
            ProfileCases.Refusal(change));
    }
}
