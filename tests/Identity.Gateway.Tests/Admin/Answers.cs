using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin;

/// <summary>What tests of the admin API read in answers.</summary>
internal static class Answers
{
    /// <summary>The names of the items of an array, in order.</summary>
    public static string Names(this Answer answer, string field = "name") =>
        string.Join(' ', answer.Json.EnumerateArray().Select(item => item.GetProperty(field).GetString()));

    /// <summary>The item of an array that has that name.</summary>
    public static JsonElement Named(this Answer answer, string name, string field = "name") =>
        answer.Json.EnumerateArray().Single(item => item.GetProperty(field).GetString() == name);
}
