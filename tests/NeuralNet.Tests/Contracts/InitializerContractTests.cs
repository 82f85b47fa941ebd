namespace NeuralNet.Tests;

public class InitializerContractTests
{
    public static TheoryData<int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < InitializerExamples.All.Length; i++)
                data.Add(i, InitializerExamples.All[i].GetType().Name);
            return data;
        }
    }

    /// <summary>RootInitializer is no one's to give: BatchNormalization makes it of another, so that no file holds it.</summary>
    [Fact]
    public void EveryInitializerHasAnExample() =>
        Implementations.RequireExamples(InitializerExamples.All, "InitializerExamples.cs", "new CLASS(…),", typeof(RootInitializer), typeof(UnitForgetBias));

    [Theory]
    [MemberData(nameof(Examples))]
    public void FillsEveryValueFromTheStreamAlone(int index, string name)
    {
        foreach (Shape shape in (Shape[])[[4, 3], [3, 4], [2, 3, 5], [1, 1]])
        {
            float[] first = Fill(InitializerExamples.All[index], shape, seed: 1),
                second = Fill(InitializerExamples.All[index], shape, seed: 1);
            Assert.True(Bits.Of(first).SequenceEqual(Bits.Of(second)), name);
            Assert.DoesNotContain(first, value => !float.IsFinite(value));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameInitializerAgain(int index, string name)
    {
        Initializer again = Implementations.ThroughText(InitializerExamples.All[index], Initializer.Known);
        Assert.True(Fill(InitializerExamples.All[index], [6, 5], seed: 2).SequenceEqual(Fill(again, [6, 5], seed: 2)), name);
    }

    private static float[] Fill(Initializer initializer, Shape shape, long seed)
    {
        float[] values = new float[shape.Size];
        values.AsSpan().Fill(float.NaN);
        initializer.Initialize(values, shape, new RandomStream(seed));
        return values;
    }
}
