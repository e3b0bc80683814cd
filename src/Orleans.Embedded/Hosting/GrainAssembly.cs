using System.Reflection;

namespace Orleans.Embedded;

/// <summary>An assembly to look for grain classes in.</summary>
internal sealed record GrainAssembly(Assembly Assembly);
