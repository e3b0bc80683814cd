using System.Net;

namespace Identity.Silo.Discovery;

/// <summary>The first message on a link, both ways: what a pod says of itself. Holds no secret.</summary>
/// <param name="ClusterId">Which cluster it belongs to.</param>
/// <param name="Instance">Its name.</param>
/// <param name="StartId">Random, of one process: two processes of one name differ in it.</param>
/// <param name="Version">Its release.</param>
/// <param name="Runtime">What runs its grains.</param>
/// <param name="Endpoint">Where its cluster port is.</param>
/// <param name="Silo">Its silo; null: it has none, or none yet.</param>
internal sealed record Hello(string ClusterId, string Instance, string StartId, string Version, string Runtime, IPEndPoint Endpoint, SiloEndpoint? Silo = null) : LinkMessage;
