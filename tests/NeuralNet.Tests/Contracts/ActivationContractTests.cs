namespace NeuralNet.Tests;

public class ActivationContractTests
{
    private const int RowLength = 19;

    public static TheoryData<int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < ActivationExamples.All.Length; i++)
                data.Add(i, ActivationExamples.All[i].Name);
            return data;
        }
    }

    [Fact]
    public void EveryActivationHasAnExample() =>
        Implementations.RequireExamples(ActivationExamples.All, "ActivationExamples.cs", "new CLASS(…),");

    [Theory]
    [MemberData(nameof(Examples))]
    public void DerivativeAgreesWithDifferences(int index, string name)
    {
        Activation activation = ActivationExamples.All[index];
        float[] x = TestData.Uniform(2 * RowLength, seed: 21, -4, 4).ToArray(), y = new float[x.Length];
        float[] gradient = TestData.Normal(x.Length, seed: 22).ToArray(), upstream = [.. gradient];
        activation.Forward(x, y, RowLength);
        activation.Backward(activation.NeedsInput ? x : y, y, gradient, RowLength);
        DirectionalDerivative.Check(Value, x, gradient, name);

        double Value()
        {
            activation.Forward(x, y, RowLength);
            return y.Select((value, i) => (double)value * upstream[i]).Sum();
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void StaysSoundFarFromZero(int index, string name)
    {
        Activation activation = ActivationExamples.All[index];
        bool overflows = ActivationExamples.Overflowing.Contains(name);
        float[] x = [-1e30f, -3e4f, -1000, -100, -88, 0, 88, 100, 1000, 3e4f, 1e30f], y = new float[x.Length];
        foreach (int rowLength in (ReadOnlySpan<int>)[1, x.Length])
        {
            activation.Forward(x, y, rowLength);
            Assert.All(
                y, value => Assert.True(float.IsFinite(value) || (overflows && float.IsPositiveInfinity(value)), $"{name} gave {value}"));
            float[] gradient = [.. Enumerable.Repeat(1f, x.Length)];
            activation.Backward(activation.NeedsInput ? x : y, y, gradient, rowLength);
            Assert.All(
                gradient, value => Assert.True(float.IsFinite(value) || (overflows && float.IsPositiveInfinity(value)),
                $"the derivative of {name} gave {value}"));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void WorksInPlace(int index, string name)
    {
        float[] x = TestData.Normal(3 * RowLength, seed: 23, scale: 3).ToArray(), y = new float[x.Length];
        ActivationExamples.All[index].Forward(x, y, RowLength);
        ActivationExamples.All[index].Forward(x, x, RowLength);
        Assert.True(Bits.Of(y).SequenceEqual(Bits.Of(x)), name);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void EachValueOrRowIsTreatedForItself(int index, string name)
    {
        Activation activation = ActivationExamples.All[index];
        int step = ActivationExamples.OfWholeRows.Contains(name) ? RowLength : 1;
        float[] x = TestData.Normal(3 * RowLength, seed: 24, scale: 2).ToArray(), y = new float[x.Length];
        float[] gradient = TestData.Normal(x.Length, seed: 25).ToArray(), upstream = [.. gradient];
        activation.Forward(x, y, RowLength);
        activation.Backward(activation.NeedsInput ? x : y, y, gradient, RowLength);
        for (int start = 0; start < x.Length; start += step)
        {
            float[] partX = x[start..(start + step)], partY = new float[step], partGradient = upstream[start..(start + step)];
            activation.Forward(partX, partY, step);
            activation.Backward(activation.NeedsInput ? partX : partY, partY, partGradient, step);
            for (int i = 0; i < step; i++)
            {
                Close.To(partY[i], y[start + i], 2e-6, $"{name}, value {start + i}");
                Close.To(partGradient[i], gradient[start + i], 2e-6, $"{name}, gradient {start + i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameActivationAgain(int index, string name)
    {
        Activation again = Implementations.ThroughText(ActivationExamples.All[index], Activation.Known);
        Assert.Equal(name, again.Name);
        float[] x = TestData.Normal(RowLength, seed: 26, scale: 3).ToArray(), y = new float[RowLength], yAgain = new float[RowLength];
        ActivationExamples.All[index].Forward(x, y, RowLength);
        again.Forward(x, yAgain, RowLength);
        Assert.Equal(Bits.Of(y), Bits.Of(yAgain));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void NameFindsTheActivation(int index, string name)
    {
        Activation found = ActivationExamples.All[index].Name;
        Assert.Equal(name, found.Name);
        Assert.Equal(found.GetType(), ((Activation)name.ToUpperInvariant()).GetType());
    }
}
