using Identity.Gateway.Tokens;

namespace Identity.Gateway.Tests.Tokens;

public class AccessTokenIds
{
    [Theory]
    [InlineData(false, "part", false, "onrtac:")]
    [InlineData(true, "part", false, "ofrtac:")]
    [InlineData(false, null, false, "trrtac:")]
    [InlineData(false, "part", true, "onltac:")]
    public void Say_session_token_and_grant_and_end_in_a_version_4_uuid(bool offline, string? partId, bool lightweight, string prefix)
    {
        var id = TokenIds.ForAccessToken(offline, partId, lightweight, "ac");

        Assert.StartsWith(prefix, id, StringComparison.Ordinal);
        Assert.Equal(4, Guid.Parse(id[7..]).Version);
    }

    [Fact]
    public void Belong_to_one_part_of_a_session()
    {
        var id = TokenIds.ForAccessToken(false, "part-1", false, "rt");

        Assert.True(TokenIds.IsOfPart(id, "part-1"));
        Assert.False(TokenIds.IsOfPart(id, "part-2"));
        Assert.False(TokenIds.IsOfPart(id, null));
        Assert.False(TokenIds.IsOfPart("no uuid", "part-1"));
    }

    [Fact]
    public void Are_never_the_same_twice()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => TokenIds.ForAccessToken(false, "part", false, "rt")).ToHashSet();

        Assert.Equal(1000, ids.Count);
    }
}
