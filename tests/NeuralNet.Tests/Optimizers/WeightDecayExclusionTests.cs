namespace NeuralNet.Tests;

/// <summary>
/// Tests of parameters that are excluded from weight decay (Keras: optimizers/base_optimizer.py, <c>exclude_from_weight_decay</c>).
/// </summary>
public class WeightDecayExclusionTests
{
    private const float LearningRate = 0.5f, Decay = 0.1f;

    /// <summary>With gradients of zero, a step of SGD is only the decay: w·(1 − decay·learning rate).</summary>
    [Theory]
    [InlineData("none", true, true)]
    [InlineData("bias", true, false)]
    [InlineData("^b", true, false)]
    [InlineData("kern|xyz", false, true)]
    [InlineData("dense", true, true)]
    [InlineData(".", false, false)]
    public void NamesAreSearchedInTheParametersOwn(string name, bool kernelDecays, bool biasDecays)
    {
        var optimizer = new SGD(LearningRate) { WeightDecay = Decay, ExcludeFromWeightDecay = [name] };
        CheckStep(optimizer, NewModel(), kernelDecays, biasDecays);
        var again = (SGD)Implementations.ThroughText<Optimizer>(optimizer, Optimizer.Known);
        Assert.Equal([name], again.ExcludeFromWeightDecay);
        CheckStep(again, NewModel(), kernelDecays, biasDecays);
    }

    [Fact]
    public void SeveralNamesExcludeTheParametersOfAny() =>
        CheckStep(new SGD(LearningRate) { WeightDecay = Decay, ExcludeFromWeightDecay = ["bias", "kernel"] }, NewModel(), false, false);

    [Fact]
    public void SingleParametersAreExcludedAlsoByAFile()
    {
        Model model = NewModel(), other = NewModel();
        var optimizer = new SGD(LearningRate) { WeightDecay = Decay, ExcludeParametersFromWeightDecay = [model.Parameters[0]] };
        CheckStep(optimizer, model, kernelDecays: false, biasDecays: true);
        Optimizer again = Implementations.ThroughText<Optimizer>(optimizer, Optimizer.Known);
        CheckStep(again, other, kernelDecays: false, biasDecays: true);
    }

    /// <summary>With a gradient of zero, AdamW leaves an excluded 3 unchanged, as in Keras's test.</summary>
    [Fact]
    public void AdamWKeepsExcludedParameters()
    {
        Parameter parameter = FreeParameter.Of(new float[] { 3 }), excluded = FreeParameter.Of(new float[] { 3 });
        var optimizer = new AdamW(1, weightDecay: 0.004f) { ExcludeParametersFromWeightDecay = [excluded] };
        var state = new OptimizerState(optimizer);
        state.Train([parameter, excluded]);
        optimizer.Apply(state);
        Assert.Equal(3 - 3 * 0.004, parameter.Value[0], 1e-6);
        Assert.Equal(3, excluded.Value[0]);
    }

    [Fact]
    public void InvalidNamesAreRefused()
    {
        var noPattern = Assert.Throws<ArgumentException>(() => new SGD { ExcludeFromWeightDecay = ["("] });
        Assert.Contains("'('", noPattern.Message, StringComparison.Ordinal);
        var noName = Assert.Throws<ArgumentException>(() => new SGD { ExcludeFromWeightDecay = ["bias", ""] });
        Assert.Contains("empty", noName.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new SGD { ExcludeFromWeightDecay = [null!] });
        Assert.Throws<ArgumentNullException>(() => new SGD { ExcludeParametersFromWeightDecay = null! });
    }

    private static Model NewModel() =>
        new Sequential(2).Dense(2, kernelInitializer: new Constant(2), biasInitializer: new Constant(3), name: "dense");

    private static void CheckStep(Optimizer optimizer, Model model, bool kernelDecays, bool biasDecays)
    {
        var state = new OptimizerState(optimizer);
        state.Train(model.Parameters);
        optimizer.Apply(state);
        double factor = 1 - Decay * LearningRate;
        Assert.All(model.Parameters[0].Value.ToArray(), value => Assert.Equal(2 * (kernelDecays ? factor : 1), value, 1e-6));
        Assert.All(model.Parameters[1].Value.ToArray(), value => Assert.Equal(3 * (biasDecays ? factor : 1), value, 1e-6));
    }
}
