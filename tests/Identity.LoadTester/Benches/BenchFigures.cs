namespace Identity.LoadTester.Benches;

/// <summary>What a bench found of one product, by the name of the figure.</summary>
internal sealed class BenchFigures
{
    private readonly List<(string Name, double Value, string Unit, bool IsMoreBetter)> _figures = [];

    public IReadOnlyList<(string Name, double Value, string Unit, bool IsMoreBetter)> All => _figures;

    public void Add(string name, double value, string unit, bool isMoreBetter) => _figures.Add((name, value, unit, isMoreBetter));

    /// <summary>The figure of that name; null: it was not taken.</summary>
    public double? Find(string name) => _figures.Where(figure => figure.Name == name).Select(figure => (double?)figure.Value).FirstOrDefault();
}
