namespace NeuralNet.Tests;

/// <summary>
/// Tests of the choice of the cross-entropy for "crossentropy", which is the same as for "accuracy". Keras: trainers/compile_utils.py.
/// </summary>
public class CrossEntropyTests
{
    [Theory]
    [InlineData("crossentropy")]
    [InlineData("ce")]
    public void IsTheOneThatTheDataAskFor(string name)
    {
        Loss loss = name;
        Assert.IsType<BinaryCrossEntropy>(loss.Resolve([5, 1], [5, 1]));
        Assert.IsType<BinaryCrossEntropy>(loss.Resolve([5], [5, 1]));
        Assert.IsType<SparseCategoricalCrossEntropy>(loss.Resolve([5], [5, 3]));
        Assert.IsType<SparseCategoricalCrossEntropy>(loss.Resolve([5, 1], [5, 3]));
        Assert.IsType<CategoricalCrossEntropy>(loss.Resolve([5, 3], [5, 3]));
    }

    [Fact]
    public void TrainsAsTheOneItStandsFor()
    {
        Assert.Equal(
            Train("crossentropy", TestData.Integers(20, 2, 3)), Train("sparse_categorical_crossentropy", TestData.Integers(20, 2, 3)));
        Assert.Equal(Train("crossentropy", TestData.OneHot(20, 3, 2)), Train("categorical_crossentropy", TestData.OneHot(20, 3, 2)));

        static int[] Train(Loss loss, Tensor y)
        {
            var model = new Sequential(4, seed: 1).Dense(3, "softmax");
            model.Compile("sgd", loss);
            model.Fit(TestData.Normal([20, 4], 1), y, verbose: Verbosity.Silent);
            return Bits.Of(model);
        }
    }
}
