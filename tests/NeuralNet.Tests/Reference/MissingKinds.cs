namespace NeuralNet.Tests;

/// <summary>
/// What the reference files have cases for and the library lacks, by file. Each list must be exactly what is missing: a kind that
/// arrives is struck off here, so the lists can only shrink.
/// </summary>
internal static class MissingKinds
{
    public static readonly string[] Activations = [];

    public static readonly string[] Losses = [];

    public static readonly string[] Optimizers = [];

    public static readonly string[] Schedules = [];

    public static readonly string[] Metrics = [];

    public static readonly string[] Layers = [];

    /// <summary>Whether a kind, by a name such as <c>mean_squared_error</c> or <c>MeanSquaredError</c>, is among some classes.</summary>
    public static bool IsKnown(string kind, IEnumerable<string> classNames) =>
        classNames.Any(className => string.Equals(Bare(className), Bare(kind), StringComparison.OrdinalIgnoreCase));

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
