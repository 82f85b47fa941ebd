namespace NeuralNet.Keras.Tests;

/// <summary>Tests the order of layers by which Keras's files number the layers of a class.</summary>
public class LayerOrderTests
{
    /// <summary>Compares with <c>[layer.name for layer in model.layers]</c> of Keras 3.16 for this model.</summary>
    [Fact]
    public void TheOrderIsThatOfKerasAndNotThatOfComputation()
    {
        Input a = new(3, seed: 1, name: "a"), b = new(3, name: "b");
        Node deep = a.Dense(3, "relu").Dense(3, "tanh").Dense(3), flat = b.Dense(3, "sigmoid");
        var shared = new Dense(3, "elu", name: "shared");
        Node first = a.Add(shared), second = flat.Add(shared), sum = deep.Add(flat);
        var model = new Model([a, b], [sum.Concatenate(first).Dense(2, name: "o1"), second.Multiply(sum).Dense(2, name: "o2")]);

        Assert.Equal(
            "a dense dense_1 b dense_2 dense_3 add shared concatenate multiply o1 o2",
            string.Join(' ', LayerDescription.Of(model).Select(layer => layer.Name)));
    }
}
