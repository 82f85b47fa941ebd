using NeuralNet.Testing;

namespace NeuralNet.Tests;

/// <summary>
/// The rules of all layers: those of the public contract, and those that only the library sees, of frames, gradients and configurations.
/// </summary>
public class LayerContractTests
{
    private const int BatchSize = 3;

    public static TheoryData<string> Examples => [.. LayerExamples.All.Select(example => example.Name)];

    [Fact]
    public void EveryLayerHasAnExample() => Implementations.RequireExamples(
        LayerExamples.All.Select(example => example.Make()), "LayerExamples.cs", "new(() => new CLASS(…), [4]),", typeof(InputLayer), typeof(ModelLayer),
        typeof(PackedDense), typeof(ReversedSteps), typeof(MaskedSteps));

    /// <summary>The contract that authors of layers are given, with a tolerance of rows within that of the reference values.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void FulfilsThePublicContract(string name)
    {
        LayerExample example = ExampleOf(name);
        new LayerContract(example.Make, [.. example.InputShapes])
        {
            IntegerInputsBelow = example.IntegerInputsBelow,
            RowTolerance = Close.Reference / 2,
        }.Verify();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void GradientsAgreeWithDifferences(string name)
    {
        foreach (bool isTraining in (ReadOnlySpan<bool>)[false, true])
            CheckGradients(ExampleOf(name), isTraining);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void UsedFrameGivesTheBitsOfANewOne(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness harness = example.NewHarness();
        ExecutionPlan used = harness.NewPlan(BatchSize);
        Run(harness, used, example.Inputs(BatchSize, seed: 3), isTraining: false, step: 1);
        int[] again = Run(harness, used, example.Inputs(BatchSize, seed: 4), isTraining: false, step: 2);
        int[] fresh = Run(harness, harness.NewPlan(BatchSize), example.Inputs(BatchSize, seed: 4), isTraining: false, step: 2);
        Assert.Equal(fresh, again);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void BackwardOverwritesWhatWasInItsGradients(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness harness = example.NewHarness();
        ExecutionPlan plan = harness.NewPlan(BatchSize);
        Tensor[] inputs = example.Inputs(BatchSize, seed: 5);
        int[] first = Run(harness, plan, inputs, isTraining: true, step: 1);
        harness.Gradients.Gradients.AsSpan().Fill(1234);
        if (example.IntegerInputsBelow is null)
        {
            for (int i = 0; i < inputs.Length; i++)
                plan.InputGradients[i]!.AsSpan().Fill(1234);
        }

        Assert.Equal(first, Run(harness, plan, inputs, isTraining: true, step: 1));
    }

    /// <summary>Explanations follow one forward pass by many backward passes, each with output gradients of its own.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void BackwardMayBeRepeatedAfterOneForward(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness harness = example.NewHarness();
        Tensor[] inputs = example.Inputs(BatchSize, seed: 14);
        foreach (bool isTraining in (ReadOnlySpan<bool>)[false, true])
        {
            ExecutionPlan plan = harness.NewPlan(BatchSize);
            int[] output = Bits.Of(harness.Forward(plan, inputs, isTraining, step: 1));
            int[] first = BackwardBits(harness, plan, inputs.Length, seed: 15);
            BackwardBits(harness, plan, inputs.Length, seed: 16);
            Assert.Equal(first, BackwardBits(harness, plan, inputs.Length, seed: 15));
            Assert.Equal(output, Bits.Of(plan.Outputs[0]));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void PassesChangeNothingThatIsTrained(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness harness = example.NewHarness();
        Tensor[] inputs = example.Inputs(BatchSize, seed: 6);
        int[] inputBits = [.. inputs.SelectMany(Bits.Of)], all = Weights(harness.Layer, _ => true),
            trainable = Weights(harness.Layer, parameter => parameter.IsTrainable);
        ExecutionPlan plan = harness.NewPlan(BatchSize);

        Run(harness, plan, inputs, isTraining: false, step: 1);
        Assert.Equal(all, Weights(harness.Layer, _ => true));
        Assert.Equal(inputBits, plan.Inputs.SelectMany(Bits.Of));
        Run(harness, plan, inputs, isTraining: true, step: 1);
        Assert.Equal(trainable, Weights(harness.Layer, parameter => parameter.IsTrainable));
        Assert.Equal(inputBits, plan.Inputs.SelectMany(Bits.Of));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void FrozenParametersAreNotAskedFor(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness harness = example.NewHarness();
        harness.Layer.IsTrainable = false;
        harness.Gradients.Gradients.AsSpan().Fill(77);
        ExecutionPlan plan = harness.NewPlan(BatchSize, new PlanOptions { DifferentiatesInputs = true });
        Run(harness, plan, example.Inputs(BatchSize, seed: 7), isTraining: true, step: 1);
        Assert.All(harness.Layer.Parameters, parameter => Assert.Null(plan.Passes[^1].Frame.Gradient(parameter)));
        Assert.All(harness.Gradients.Gradients, value => Assert.Equal(77, value));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameLayerAgain(string name)
    {
        LayerExample example = ExampleOf(name);
        LayerHarness original = example.NewHarness(seed: 9);
        Layer again = Implementations.ThroughText(original.Layer, Layer.Known);
        var copy = new LayerHarness(again, seed: 9, [.. original.Layer.InputShapes]);
        Assert.Equal(
            original.Layer.Parameters.Select(parameter => (parameter.ShortName, parameter.IsTrainable, parameter.Shape)),
            again.Parameters.Select(parameter => (parameter.ShortName, parameter.IsTrainable, parameter.Shape)));
        Assert.Equal(original.Layer.Parameters.Select(Penalty), again.Parameters.Select(Penalty));
        foreach (bool isTraining in (ReadOnlySpan<bool>)[false, true])
        {
            int[] expected = Run(original, original.NewPlan(BatchSize), example.Inputs(BatchSize, seed: 8), isTraining, step: 1);
            Assert.Equal(expected, Run(copy, copy.NewPlan(BatchSize), example.Inputs(BatchSize, seed: 8), isTraining, step: 1));
        }
    }

    private static LayerExample ExampleOf(string name) => LayerExamples.All.First(example => example.Name == name);

    private static void CheckGradients(LayerExample example, bool isTraining)
    {
        LayerHarness harness = example.NewHarness();
        Tensor[] inputs = example.Inputs(BatchSize, seed: 11);
        ExecutionPlan plan = harness.NewPlan(BatchSize);
        Tensor upstream = TestData.Normal(harness.Forward(plan, inputs, isTraining).Shape, seed: 12);
        harness.Backward(plan, upstream);
        Parameter[] trained = [.. harness.Layer.Parameters.Where(parameter => parameter.IsTrainable)];
        Tensor[] parameterGradients = [.. trained.Select(parameter => harness.Gradient(parameter).Clone())];
        Tensor[] inputGradients = example.IntegerInputsBelow is null ? [.. inputs.Select((_, i) => plan.InputGradients[i]!.Clone())] : [];

        string mode = isTraining ? "training" : "inference";
        for (int i = 0; i < parameterGradients.Length; i++)
        {
            Parameter parameter = trained[i];
            DirectionalDerivative.Check(Value, parameter.Value.Data, parameterGradients[i].Data, $"{parameter.Name} in {mode}");
        }

        for (int i = 0; i < inputGradients.Length; i++)
            DirectionalDerivative.Check(Value, inputs[i].Data, inputGradients[i].Data, $"input {i} in {mode}");

        double Value()
        {
            Tensor output = harness.Forward(plan, inputs, isTraining);
            double sum = plan.Penalty();
            for (int k = 0; k < output.Length; k++)
                sum += (double)output.Data[k] * upstream.Data[k];
            return sum;
        }
    }

    /// <summary>The bits of all that a pass forward and back gives.</summary>
    private static int[] Run(LayerHarness harness, ExecutionPlan plan, Tensor[] inputs, bool isTraining, long step)
    {
        int[] output = Bits.Of(harness.Forward(plan, inputs, isTraining, step));
        return [.. output, .. BackwardBits(harness, plan, inputs.Length, seed: 13)];
    }

    /// <summary>The bits of all that a pass back gives.</summary>
    private static int[] BackwardBits(LayerHarness harness, ExecutionPlan plan, int inputs, int seed)
    {
        harness.Backward(plan, TestData.Normal(plan.Outputs[0].Shape, seed));
        return
        [
            .. Enumerable.Range(0, inputs).SelectMany(i => Bits.Of(plan.InputGradients[i]!)),
            .. harness.Layer.Parameters.Where(parameter => parameter.IsTrainable).SelectMany(parameter =>
                Bits.Of(harness.Gradient(parameter))),
        ];
    }

    private static int[] Weights(Layer layer, Func<Parameter, bool> which) =>
        [.. layer.Parameters.Where(which).SelectMany(parameter => Bits.Of(parameter.Value))];

    private static double? Penalty(Parameter parameter) => parameter.Regularizer?.Penalty(parameter.Value.Data);
}
