namespace NeuralNet;

/// <summary>The names that a caller knows its data by, so that a message names the wrong tensor.</summary>
/// <param name="X">The inputs: <c>x</c>, or <c>validationData.X</c>.</param>
/// <param name="Y">The targets, likewise.</param>
/// <param name="SampleWeight">The argument with their weights.</param>
/// <param name="LetsNaNThrough">Whether the caller has the argument <c>checkFinite</c>.</param>
/// <param name="What">The words for a data set.</param>
/// <param name="Data">The argument with a data set.</param>
/// <param name="Steps">The argument with the number of batches.</param>
/// <param name="BatchSize">The argument with the number of samples of a batch.</param>
internal sealed record DataNames(
    string X, string Y, string SampleWeight, bool LetsNaNThrough, string What = "data", string Data = "data", string Steps = "steps",
    string BatchSize = "batchSize")
{
    /// <summary>The arguments of Fit.</summary>
    public static DataNames Training { get; } =
        new("x", "y", "sampleWeight", LetsNaNThrough: true, "training data", "data", "stepsPerEpoch");

    /// <summary>The data that Fit takes for validation.</summary>
    public static DataNames Validation { get; } = new(
        "validationData.X", "validationData.Y", "validationSampleWeight", LetsNaNThrough: true, "validation data", "validationData",
        "validationSteps", "validationBatchSize");

    /// <summary>The arguments of everything else.</summary>
    public static DataNames Arguments { get; } = new("x", "y", "sampleWeight", LetsNaNThrough: false);

    /// <summary>Returns the name of one of several tensors, as C# writes it; a single tensor has the name of the list.</summary>
    public static string At(string name, int index, int count) => count == 1 ? name : FormattableString.Invariant($"{name}[{index}]");

    /// <summary>Creates an exception about data of this name; the part before a dot is the argument.</summary>
    public static ArgumentException Error(string name, string message, Exception? cause = null) => new(message, name.Split('.')[0], cause);
}
