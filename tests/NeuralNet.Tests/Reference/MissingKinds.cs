namespace NeuralNet.Tests;

/// <summary>
/// The kinds by file for which the reference files have cases and that the library lacks. Each list must be exact: a kind that is added to
/// the library is removed here, so the lists can only shrink.
/// </summary>
internal static class MissingKinds
{
    public static readonly string[] Activations = [];

    public static readonly string[] Losses = [];

    public static readonly string[] Optimizers = [];

    public static readonly string[] Schedules = [];

    public static readonly string[] Metrics = [];

    public static readonly string[] Layers = [];

    /// <summary>
    /// Returns whether a kind, by a name such as <c>mean_squared_error</c> or <c>MeanSquaredError</c>, is among some classes.
    /// </summary>
    public static bool IsKnown(string kind, IEnumerable<string> classNames) =>
        classNames.Any(className => string.Equals(Bare(className), Bare(kind), StringComparison.OrdinalIgnoreCase));

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
