namespace NeuralNet.Tests;

/// <summary>Tests of the warnings of callbacks about a missing figure.</summary>
public sealed class WatchedFigureTests : IDisposable
{
    private static readonly Tensor X = TestData.Normal([8, 2], 1), Y = TestData.Normal([8, 1], 2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// A figure that a later epoch can report is not missing; a figure that the validation does not report is missing from then on.
    /// </summary>
    [Theory]
    [InlineData(nameof(EarlyStopping), "EarlyStopping does not end the training.")]
    [InlineData(nameof(ReduceLROnPlateau), "ReduceLROnPlateau leaves the learning rate as it is.")]
    [InlineData(nameof(ModelCheckpoint), "so it saves the model each time.")]
    public void AFigureOfTheValidationIsMissingOnlyInEpochsThatHaveOne(string callback, string instead)
    {
        Assert.Empty(Warnings(Watching(callback, "val_loss"), epochs: 5));
        Assert.Empty(Warnings(Watching(callback, "val_absent"), epochs: 1));
        string warning = Assert.Single(Warnings(Watching(callback, "val_absent"), epochs: 5));
        Assert.StartsWith("Warning: 'val_absent' is watched but was not reported; there are ", warning, StringComparison.Ordinal);
        Assert.EndsWith(instead, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(EarlyStopping))]
    [InlineData(nameof(ReduceLROnPlateau))]
    [InlineData(nameof(ModelCheckpoint))]
    public void OtherFiguresAreMissingFromTheFirstEpochOnUnlessNothingIsToBeSaid(string callback)
    {
        Assert.Single(Warnings(Watching(callback, "absent"), epochs: 1));
        Assert.Empty(Warnings(Watching(callback, "absent"), epochs: 1, Verbosity.Silent));
    }

    private Callback Watching(string callback, string figure) => callback switch
    {
        nameof(EarlyStopping) => new EarlyStopping(figure, patience: 9, mode: MonitorMode.Min),
        nameof(ReduceLROnPlateau) => new ReduceLROnPlateau(figure, mode: MonitorMode.Min),
        _ => new ModelCheckpoint(Path.Combine(folder, "m"), figure, saveBestOnly: true, mode: MonitorMode.Min),
    };

    private static string[] Warnings(Callback callback, int epochs, Verbosity verbose = Verbosity.OneLinePerEpoch)
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile("sgd", "mse");
        var output = new StringWriter { NewLine = "\n" };
        model.Fit(X, Y, epochs: epochs, verbose: verbose, callbacks: [callback], validationData: (X, Y), validationFreq: 2, output: output);
        return [.. output.ToString().Split('\n').Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
    }
}
