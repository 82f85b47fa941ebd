namespace NeuralNet.Explainability.Tests;

public class OcclusionTests
{
    [Fact]
    public void APatchHasTheValueThatCoveringItTakesAway()
    {
        Model model = new Sequential([4, 4], seed: 1).Flatten().Dense(6, "tanh").Dense(2, "softmax");
        Tensor image = Examples.Rows(4, 4, seed: 1);
        Features patches = Features.Patches([4, 4], 2);
        Attribution attribution = new Occlusion(model.Predict, patches, baseline: 0.5f).Explain(image, output: 1);
        for (int patch = 0; patch < 4; patch++)
        {
            Tensor covered = image.Clone();
            foreach (int column in patches.Columns(patch))
                covered.AsSpan()[column] = 0.5f;
            double expected = (double)model.Predict(image.Reshape([1, 4, 4]))[0, 1] - model.Predict(covered.Reshape([1, 4, 4]))[0, 1];
            Assert.Equal(expected, attribution.Values[patch], 1e-6);
        }
    }

    [Fact]
    public void TokensAreCoveredOneByOne()
    {
        // A sentence is good if it has word 7 and not word 3.
        Func<Tensor, Tensor> predict = Examples.Function(x => (x.Contains(7) ? 1 : 0) - (x.Contains(3) ? 1 : 0));
        Attribution attribution = new Occlusion(predict, new Features("a", "splendid", "bad", "film")).Explain(new float[] { 1, 7, 3, 5 });
        Assert.Equal([0, 1, -1, 0], attribution.Values);
    }

    [Fact]
    public void AModelOfTokensIsExplainedByCoveringThem()
    {
        Model model = new Sequential(4, seed: 1).Embedding(10, 6, maskZero: true).GlobalAveragePooling1D().Dense(2, "softmax");
        var tokens = new Features("a", "b", "c", "none");
        Attribution attribution = new Occlusion(model.Predict, tokens).Explain(new float[] { 4, 9, 2, 0 }, output: 1);
        double without = model.Predict(new float[,] { { 4, 0, 2, 0 } })[0, 1];
        Assert.Equal(attribution.Prediction - without, attribution["b"], 1e-7);
        Assert.Equal(0, attribution["none"]);
    }

    [Fact]
    public void ATextMayRepeatAWordAndBePadded()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => x[1] + 2 * x[2]);
        Features tokens = Features.Tokens("a", "very", "very", "good", "", "");
        Assert.Equal(["a", "very[1]", "very[2]", "good", "[4]", "[5]"], tokens.Names);
        Attribution attribution = new Occlusion(predict, tokens).Explain(new float[] { 1, 7, 7, 5, 0, 0 });
        Assert.Equal((7, 14, 0), (attribution["very[1]"], attribution["very[2]"], attribution["[5]"]));
        Assert.Equal(["a[0]", "a[1]", "a[0][2]"], Features.Tokens("a", "a", "a[0]").Names);
        Examples.AssertError<ArgumentException>("Features.Tokens", () => new Features("a", "a"));
        Examples.AssertError<ArgumentException>("at least one token", () => Features.Tokens());
    }

    [Fact]
    public void FeaturesOfAnotherWidthAreRefused() =>
        Examples.AssertError<ArgumentException>(
            "name 2 values",
            () => new Occlusion(Examples.Linear().Predict, new Features("a", "b")).Explain(new float[] { 1, 2, 3, 4 }));
}
