namespace NeuralNet.Tests;

/// <summary>Tests that the state of an optimizer can be taken from one model and given to another.</summary>
public class OptimizerVariablesTests
{
    private static readonly Tensor X = new float[,] { { 1, 2 }, { -1, 0 }, { 3, 1 }, { 0, -2 } };
    private static readonly Tensor Y = new float[,] { { 1 }, { 0 }, { 2 }, { -1 } };

    [Fact]
    public void ATrainingContinuesWithTheSameResults()
    {
        Sequential model = Compiled(new Adam(0.1f) { UseEma = true }), other = Compiled(new Adam(0.1f) { UseEma = true });
        Fit(model);
        foreach ((Parameter from, Parameter to) in model.Parameters.Zip(other.Parameters))
            to.SetValue(from.Value);
        OptimizerVariables variables = model.GetOptimizerVariables();
        var slots = model.Parameters.Zip(other.Parameters).ToDictionary(pair => pair.Second, pair => variables.Slots[pair.First]);
        other.SetOptimizerVariables(variables with { Slots = slots });

        Fit(model);
        Fit(other);

        Assert.Equal(["momentum", "velocity", "average"], slots.First().Value.Keys);
        Assert.Equal(2, variables.Step);
        Assert.Equal(model.Predict(X).ToArray(), other.Predict(X).ToArray());
    }

    [Fact]
    public void BeforeATrainingTheSlotsAreInitial()
    {
        Sequential model = Compiled(new Adagrad(0.1f, initialAccumulatorValue: 0.25f));
        OptimizerVariables variables = model.GetOptimizerVariables();
        Assert.Equal((0, 0.1f), (variables.Step, variables.LearningRate));
        Assert.All(variables.Slots.Values, slots => Assert.All(slots["accumulator"].ToArray(), value => Assert.Equal(0.25f, value)));
        Assert.Null(Compiled(new SGD(new ExponentialDecay(0.1f, 10, 0.5f))).GetOptimizerVariables().LearningRate);
    }

    [Fact]
    public void OtherSlotsAreRefused()
    {
        Sequential model = Compiled(new SGD(0.1f, momentum: 0.5f));
        OptimizerVariables variables = model.GetOptimizerVariables();
        Parameter kernel = model.Parameters[0];
        OptimizerVariables With(Parameter parameter, string slot, Tensor values) => variables with
        {
            Slots = new Dictionary<Parameter, IReadOnlyDictionary<string, Tensor>>
            {
                [parameter] = new Dictionary<string, Tensor> { [slot] = values },
            },
        };
        Refused(With(kernel, "velocity", new Tensor(kernel.Shape)), "'momentum'");
        Refused(With(kernel, "momentum", new Tensor([3])), "(3,)");
        Refused(With(Compiled(new SGD()).Parameters[0], "momentum", new Tensor(kernel.Shape)), "does not have");
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SetOptimizerVariables(variables with { Step = -1 }));
        Assert.Throws<InvalidOperationException>(() => new Sequential(2).Dense(1).GetOptimizerVariables());

        void Refused(OptimizerVariables wrong, string reason) =>
            Assert.Contains(
                reason, Assert.Throws<ArgumentException>(() => model.SetOptimizerVariables(wrong)).Message, StringComparison.Ordinal);
    }

    private static Sequential Compiled(Optimizer optimizer)
    {
        var model = new Sequential(2, seed: 3).Dense(3, "tanh").Dense(1);
        model.Compile(optimizer, "mse");
        return model;
    }

    private static void Fit(Sequential model) => model.Fit(X, Y, batchSize: 2, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
}
