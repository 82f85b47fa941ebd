using NeuralNet;
using NeuralNet.Testing;

namespace Extensions.Tests;

/// <summary>A program of a user: a layer, an optimizer and an exporter of its own, with nothing but the packages.</summary>
public class PackagedModelTests
{
    private static readonly Tensor X = new float[,] { { 1, -2, 3 }, { 0, 1, 2 }, { -1, 4, 0 }, { 2, 2, 2 } };
    private static readonly Tensor Y = new float[,] { { 1 }, { 2 }, { 3 }, { 4 } };

    private static CustomObjects OwnClasses => new CustomObjects().AddNeuralNetExtensibilityTests();

    [Fact]
    public void ALayerFulfilsTheContract() =>
        new LayerContract(() => new FeatureScale(new Bend(0.3f), new Ramp(0.5f)), [4]) { CustomObjects = OwnClasses }.Verify();

    [Fact]
    public void AModelIsTrainedSavedLoadedAndExported()
    {
        Sequential model = new Sequential(3, seed: 1, name: "packaged").FeatureScale(new Bend(), new Ramp(2)).Dense(1);
        model.Compile(new BoundedDescent(0.01f, bound: 0.5f), Loss.MeanSquaredError);
        IReadOnlyList<double> losses = Fit(model);
        Assert.True(losses[^1] < losses[0]);

        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model again = Model.Load(file, OwnClasses);

        Assert.Equal(model.Predict(X).ToArray(), again.Predict(X).ToArray());
        Assert.Equal(Fit(model), Fit(again));
        string graph = new DotExporter(again).Write();
        Assert.Contains("[label=\"feature_scale\\nFeatureScale\\nfactors (3,)\"]", graph, StringComparison.Ordinal);
        Assert.Contains("[label=\"dense\\nDense 1, 3 multiply-adds\\nkernel (3, 1)\\nbias (1,)\"]", graph, StringComparison.Ordinal);
    }

    private static IReadOnlyList<double> Fit(Model model) => model.Fit(X, Y, epochs: 20, verbose: Verbosity.Silent)["loss"];
}
