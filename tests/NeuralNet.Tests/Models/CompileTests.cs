namespace NeuralNet.Tests;

/// <summary>Tests that a model tells the optimizer, the losses and the metrics of Compile.</summary>
public class CompileTests
{
    [Fact]
    public void AModelThatIsNotCompiledHasNone()
    {
        Model model = new Sequential(2).Dense(1);
        Assert.Null(model.Optimizer);
        Assert.Null(model.Losses);
        Assert.Null(model.Metrics);
    }

    [Fact]
    public void ThePartsAreThoseThatWereGiven()
    {
        Sequential model = new Sequential(2).Dense(1);
        var optimizer = new Adam(0.05f);
        var loss = new Huber(2);
        Metric[] metrics = ["mae", Metric.From(loss, "robust")];
        model.Compile(optimizer, loss, metrics);
        metrics[0] = "mse";
        Assert.Same(optimizer, model.Optimizer);
        Assert.Same(loss, Assert.Single(model.Losses!));
        Assert.Equal(["mae", "robust"], Assert.Single(model.Metrics!).Select(metric => metric.Name));
        model.Compile("sgd", "mse");
        Assert.IsType<SGD>(model.Optimizer);
        Assert.Empty(Assert.Single(model.Metrics!));
    }

    [Fact]
    public void ThereIsALossAndAListOfMetricsForEachOutput()
    {
        var input = new Input(2);
        var model = new Model([input], [input.Dense(1), input.Dense(1)]);
        model.Compile("adam", ["mse", "mae"], metrics: [["mae"], []]);
        Assert.Equal(["mean_squared_error", "mean_absolute_error"], model.Losses!.Select(loss => loss.Name));
        Assert.Equal([1, 0], model.Metrics!.Select(metrics => metrics.Count));
    }

    [Fact]
    public void ALoadedModelHasThePartsOfTheFile()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.25f, momentum: 0.5f), new Huber(2), Metric.From(new Huber(0.5f), "robust"));
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream);
        Assert.Equal(0.5f, Assert.IsType<SGD>(again.Optimizer).Momentum);
        Assert.Equal(2, Assert.IsType<Huber>(Assert.Single(again.Losses!)).Delta);
        Assert.Equal("robust", Assert.Single(Assert.Single(again.Metrics!)).Name);
    }
}
