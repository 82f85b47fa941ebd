namespace NeuralNet.Explainability.Tests;

/// <summary>Explanations of images by the patches of a grid (superpixels), each with all its pixels and channels.</summary>
public class SuperpixelTests
{
    private static readonly Shape Image = [8, 8, 3];
    private static readonly Features Patches = Features.Patches(Image, 4);

    /// <summary>The Shapley value of a patch of a linear model is Σ w·(x − mean of the background) over its values.</summary>
    [Fact]
    public void ShapleyValuesOfPatchesAreExact()
    {
        Model model = new Sequential(Image, seed: 1).Flatten().Dense(2);
        Tensor background = Examples.Rows(5, Image.Size, seed: 1).Reshape([5, 8, 8, 3]);
        Tensor image = Examples.Rows(1, Image.Size, seed: 2).Reshape(Image);
        Attribution shapley = new ExactShapley(model, background, Patches).Explain(image, output: 1);
        Assert.Equal(4, shapley.Values.Count);
        Assert.Equal("rows 0-3, columns 4-7", shapley.Features.Names[1]);
        Tensor weights = model.Layers[1].Parameters[0].Value;
        for (int patch = 0; patch < 4; patch++)
        {
            double expected = Patches.Columns(patch).Sum(column => weights[column, 1]
                * (image.AsSpan()[column] - Enumerable.Range(0, 5).Average(row => (double)background.AsSpan()[row * Image.Size + column])));
            Assert.Equal(expected, shapley.Values[patch], 1e-5);
        }

        Assert.Equal(Image, shapley.ToTensor().Shape);
        Assert.Equal(shapley.Sum, shapley.ToTensor().ToArray().Sum(value => (double)value), 1e-4);
    }

    [Fact]
    public void LimeFindsThePatchThatDecides()
    {
        // The output is the mean of the patch in the lower left.
        Func<Tensor, Tensor> predict = Examples.Function(row => Patches.Columns(2).Average(column => row[column]));
        Tensor background = Examples.Rows(20, Image.Size, seed: 3).Reshape([20, 8, 8, 3]);
        var image = new Tensor(Image);
        image.AsSpan().Fill(5);
        Attribution lime = new Lime(predict, background, features: Patches).Explain(image, output: 0, seed: 1);
        Assert.Equal("rows 4-7, columns 0-3", lime.Ranking[0].Name);
        Assert.InRange(Math.Abs(lime.Ranking[1].Value), 0, 0.2 * Math.Abs(lime.Ranking[0].Value));
    }
}
