using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Identity.Gateway.Admin.Requests;

namespace Identity.Gateway.Admin.OpenApi;

/// <summary>The OpenAPI 3.1 description of the admin API, made from its routes: what is not mapped is not in it.</summary>
internal static partial class OpenApiDocument
{
    /// <summary>Describes the routes.</summary>
    public static JsonObject Of(IEnumerable<AdminRoute> routes)
    {
        var paths = new JsonObject();
        foreach (var route in routes.OrderBy(route => route.Pattern, StringComparer.Ordinal))
        {
            var path = Path(route);
            var item = paths[path] as JsonObject ?? [];
            paths[path] ??= item;
            item[route.Method.ToLowerInvariant()] = Operation(route, path);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Identity admin API",
                ["version"] = "26.7",
                ["description"] = "Compatible with Keycloak's Admin REST API. Each operation names the admin roles of which one is needed.",
            },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
                ["schemas"] = Schemas(),
            },
        };
    }

    /// <summary>The path of a route as OpenAPI writes it: without the constraints of parameters.</summary>
    public static string Path(AdminRoute route) => Parameter().Replace(route.Pattern, match => $"{{{match.Groups[1].Value}}}");

    private static JsonObject Operation(AdminRoute route, string path)
    {
        var operation = new JsonObject
        {
            ["summary"] = route.Summary,
            ["tags"] = new JsonArray(Tag(route)),
            ["parameters"] = new JsonArray([.. Parameter().Matches(path).Select(match => (JsonNode)new JsonObject
            {
                ["name"] = match.Groups[1].Value,
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = "string" },
            })]),
            ["x-permission"] = route.Permission.Name,
            ["x-roles"] = new JsonArray([.. route.Permission.AnyOf.Select(role => (JsonNode)role)]),
        };
        var schema = OpenApiSchemas.Of(route);
        if (schema is not null && route.Method is "POST" or "PUT")
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(schema!) };
        }

        operation["responses"] = Responses(route, schema);
        return operation;
    }

    private static JsonObject Responses(AdminRoute route, JsonObject? schema)
    {
        var done = new JsonObject { ["description"] = "Done" };
        if (route.Method == "GET")
        {
            done["content"] = schema is null ? new JsonObject { ["application/json"] = new JsonObject() } : Content(schema);
        }

        return new JsonObject
        {
            ["2XX"] = done,
            ["401"] = new JsonObject { ["description"] = "No token, or one that is no longer good" },
            ["403"] = new JsonObject { ["description"] = "The administrator lacks the role" },
            ["404"] = new JsonObject { ["description"] = "There is no such thing" },
        };
    }

    private static JsonObject Content(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema.DeepClone() } };

    private static string Tag(AdminRoute route) =>
        route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(part => part is not ("admin" or "ui-ext")) ?? "realms";

    private static JsonObject Schemas()
    {
        var schemas = new JsonObject();
        foreach (var representation in typeof(OpenApiDocument).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(property => property.PropertyType == typeof(Representation))
            .Select(property => (Representation)property.GetValue(null)!)
            .DistinctBy(representation => representation.Name)
            .OrderBy(representation => representation.Name, StringComparer.Ordinal))
        {
            schemas[representation.Name] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(representation.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, OpenApiSchemas.Of(field.Kind)))),
            };
        }

        return schemas;
    }

    [GeneratedRegex(@"\{\**([^}:?]+)[^}]*\}")]
    private static partial Regex Parameter();
}
