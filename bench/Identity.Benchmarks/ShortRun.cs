using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace Identity.Benchmarks;

/// <summary>Short enough to wait for: six rounds of a sixth of a second, after one and a half seconds in which the compiler gets to the fast code.</summary>
internal sealed class ShortRun : ManualConfig
{
    public ShortRun()
    {
        // The process that measures is built from all projects below it: two minutes, the default, are not enough where others build too.
        BuildTimeout = TimeSpan.FromMinutes(10);
        AddJob(Job.Default.WithWarmupCount(10).WithIterationCount(6).WithIterationTime(TimeInterval.FromMilliseconds(160)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        HideColumns(Column.Error, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2);
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
    }
}
