namespace NeuralNet.Tests;

public class OptimizerContractTests
{
    public static TheoryData<int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < OptimizerExamples.All.Length; i++)
                data.Add(i, OptimizerExamples.All[i].ClassName);
            return data;
        }
    }

    [Fact]
    public void EveryOptimizerHasAnExample() =>
        Implementations.RequireExamples(OptimizerExamples.All, "OptimizerExamples.cs", "new CLASS(0.05f, …),");

    [Theory]
    [MemberData(nameof(Examples))]
    public void HalvesAQuadratic(int index, string name)
    {
        Parameter parameter = FreeParameter.Of(TestData.Normal(20, seed: 51));
        OptimizerState state = StateOf(OptimizerExamples.All[index], parameter);
        double before = Value();
        for (int step = 0; step < 300; step++)
        {
            for (int i = 0; i < parameter.Value.Length; i++)
                state.Gradients[0].Values.Data[i] = Curvature(i) * parameter.Value.Data[i];
            OptimizerExamples.All[index].Apply(state);
        }

        Assert.True(Value() < before / 2, $"{name}: from {before} to {Value()}");
        Assert.Equal(300, state.Step);

        double Value() => parameter.Value.ToArray().Select((value, i) => 0.5 * Curvature(i) * value * value).Sum();
        static float Curvature(int i) => 0.5f + 0.1f * i;
    }

    /// <summary>Parameters are updated in stretches; where a stretch or a vector ends must not show.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void EachElementIsTreatedForItself(int index, string name)
    {
        const int Length = 5000, PartLength = 7, Steps = 5;
        Tensor values = TestData.Normal(Length, seed: 52);
        Parameter whole = FreeParameter.Of(values);
        Parameter[] parts = [.. Enumerable.Range(0, Length / PartLength)
            .Select(part => FreeParameter.Of(new Tensor(PartLength, values.AsSpan().Slice(part * PartLength, PartLength))))];
        OptimizerState wholeState = StateOf(OptimizerExamples.All[index], whole), partState = StateOf(OptimizerExamples.All[index], parts);
        for (int step = 0; step < Steps; step++)
        {
            Tensor gradient = TestData.Normal(Length, seed: 53 + step);
            gradient.Data.CopyTo(wholeState.Gradients[0].Values.Data);
            for (int part = 0; part < parts.Length; part++)
                gradient.AsSpan().Slice(part * PartLength, PartLength).CopyTo(partState.Gradients[part].Values.Data);
            OptimizerExamples.All[index].Apply(wholeState);
            OptimizerExamples.All[index].Apply(partState);
        }

        for (int i = 0; i < parts.Length * PartLength; i++)
            Close.To(parts[i / PartLength].Value.Data[i % PartLength], whole.Value.Data[i], 1e-6, $"{name}[{i}]");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void OneOptimizerServesManyModels(int index, string name)
    {
        Optimizer optimizer = OptimizerExamples.All[index];
        int[] alone = Train(FreeParameter.Of(TestData.Normal(10, seed: 54)), _ => { });
        Parameter other = FreeParameter.Of(TestData.Normal(30, seed: 55));
        OptimizerState otherState = StateOf(optimizer, other);
        int[] interleaved = Train(FreeParameter.Of(TestData.Normal(10, seed: 54)), step =>
        {
            TestData.Normal(30, seed: 70 + step).Data.CopyTo(otherState.Gradients[0].Values.Data);
            optimizer.Apply(otherState);
        });
        Assert.True(alone.SequenceEqual(interleaved), name);

        int[] Train(Parameter parameter, Action<int> between)
        {
            OptimizerState state = StateOf(optimizer, parameter);
            for (int step = 0; step < 6; step++)
            {
                TestData.Normal(10, seed: 60 + step).Data.CopyTo(state.Gradients[0].Values.Data);
                optimizer.Apply(state);
                between(step);
            }

            return Bits.Of(parameter.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameOptimizerAgain(int index, string name)
    {
        Optimizer again = Implementations.ThroughText(OptimizerExamples.All[index], Optimizer.Known);
        Parameter first = FreeParameter.Of(TestData.Normal(11, seed: 56)), second = FreeParameter.Of(TestData.Normal(11, seed: 56));
        OptimizerState firstState = StateOf(OptimizerExamples.All[index], first), secondState = StateOf(again, second);
        for (int step = 0; step < 4; step++)
        {
            TestData.Normal(11, seed: 80 + step).Data.CopyTo(firstState.Gradients[0].Values.Data);
            firstState.Gradients[0].Values.Data.CopyTo(secondState.Gradients[0].Values.Data);
            OptimizerExamples.All[index].Apply(firstState);
            again.Apply(secondState);
        }

        Assert.True(Bits.Of(first.Value).SequenceEqual(Bits.Of(second.Value)), name);
    }

    private static OptimizerState StateOf(Optimizer optimizer, params Parameter[] parameters)
    {
        var state = new OptimizerState(optimizer);
        state.Train(parameters);
        return state;
    }
}
