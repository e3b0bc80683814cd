using System.Text;
using System.Text.Json;
using Identity.Grains.Texts;

namespace Identity.Grains.Tests.Texts;

public sealed class JsonOfCallers
{
    [Theory]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"\u0000":1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""[{"b":{"a":1,"a":2}}]""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":\"\0\"}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":01}")]
    [InlineData(" ")]
    [InlineData("")]
    public void What_cannot_be_read_stored_and_written_again_is_refused(string json)
    {
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse(json));
        Assert.ThrowsAny<JsonException>(() => JsonInput.Element(json));
        Assert.Null(JsonInput.FindObject(json));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_long_numbers_and_deep_nesting_are_refused()
    {
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse([(byte)'"', 0xC3, (byte)'"']));
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse([(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']));
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse(new string('9', JsonInput.MaxNumberLength + 1)));
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse(new string('[', JsonInput.MaxDepth + 1) + new string(']', JsonInput.MaxDepth + 1)));
        Assert.ThrowsAny<JsonException>(() => JsonInput.Parse("\"" + (char)0xD800 + "\""));
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00","b":[1,-2.5e10,true,null,"\\u0000"]}""")]
    [InlineData("null")]
    [InlineData("\"zoë\"")]
    public void Everything_else_is_read_as_it_is(string json)
    {
        var node = JsonInput.Parse(json);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Encoding.UTF8.GetBytes(json)), JsonInput.Element(node?.ToJsonString() ?? "null")));
    }
}
