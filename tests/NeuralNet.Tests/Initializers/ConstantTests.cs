namespace NeuralNet.Tests;

public class ConstantTests
{
    [Fact]
    public void AnArrayFillsTheParameterOfItsShape()
    {
        var kernel = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        var bias = new float[] { 7, 8, 9 };
        Model model = new Sequential(2).Dense(3, kernelInitializer: new Constant(kernel), biasInitializer: new Constant(bias));
        Assert.Equal([1, 2, 3, 4, 5, 6], model.Parameters[0].Value.ToArray());
        Assert.Equal([7, 8, 9], model.Parameters[1].Value.ToArray());
    }

    /// <summary>Keras multiplies the value by ones of the shape of the parameter, so that the value broadcasts as in NumPy.</summary>
    [Fact]
    public void AnArrayBroadcastsAsInNumPy()
    {
        Assert.Equal([1, 2, 3, 1, 2, 3], Fill(new float[] { 1, 2, 3 }, [2, 3]));
        Assert.Equal([1, 1, 1, 2, 2, 2], Fill(new float[,] { { 1 }, { 2 } }, [2, 3]));
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], Fill(new Tensor([2, 1, 2], [1, 2, 3, 4]), [2, 2, 2]));
        Assert.Equal([5, 5, 5, 5], Fill(new float[,] { { 5 } }, [2, 2]));
    }

    [Fact]
    public void AnArrayOfAnotherShapeIsRefused()
    {
        foreach (Tensor value in (Tensor[])[new float[] { 1, 2 }, new Tensor([3, 3]), new Tensor([1, 2, 3])])
        {
            string message = Assert.Throws<ArgumentException>(() => Fill(value, [2, 3])).Message;
            Assert.Contains(value.Shape.ToString(), message, StringComparison.Ordinal);
            Assert.Contains("(2, 3)", message, StringComparison.Ordinal);
        }

        Assert.Equal("value", Assert.Throws<ArgumentException>(() => new Constant(new float[] { 1, float.NaN })).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentException>(() => new Constant(new float[0])).ParamName);
    }

    /// <summary>Arrays are written as nested lists, and arrays in Keras's format can be read.</summary>
    [Fact]
    public void ArraysAreLoadedFromFiles()
    {
        Initializer again = Implementations.ThroughText(new Constant(new float[,] { { 1 }, { 2 } }), Initializer.Known);
        Assert.Equal([1, 1, 1, 2, 2, 2], Fill(again, [2, 3]));
        var keras = System.Text.Json.Nodes.JsonNode.Parse("""{"class_name":"Constant","config":{"value":{"class_name":"__numpy__","config":{"value":[1.0,2.0],"dtype":"float32"}}}}""")!;
        Assert.Equal([1, 2, 1, 2], Fill(Initializer.Known.Read(keras.AsObject()), [2, 2]));
    }

    private static float[] Fill(Tensor value, Shape shape) => Fill(new Constant(value), shape);

    private static float[] Fill(Initializer initializer, Shape shape)
    {
        float[] values = new float[shape.Size];
        initializer.Initialize(values, shape, new RandomStream(1));
        return values;
    }
}
