namespace Identity.K8s.Tests.Tools;

/// <summary>The folder k8s in a temporary place, where a test may change it.</summary>
internal sealed class CopyOfK8s : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("identity-k8s-");

    public CopyOfK8s()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.K8s, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.K8s, file);
            if (!relative.Contains(".terraform", StringComparison.Ordinal) && !relative.Contains("rendered", StringComparison.Ordinal) && !relative.Contains("tfstate", StringComparison.Ordinal))
            {
                var target = PathOf(relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    public void Dispose() => _folder.Delete(recursive: true);
}
