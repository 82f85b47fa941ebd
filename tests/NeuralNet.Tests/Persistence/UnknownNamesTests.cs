namespace NeuralNet.Tests;

/// <summary>Tests that the message about an unknown name contains the closest name, and all names with their aliases.</summary>
public class UnknownNamesTests
{
    public static TheoryData<Action, string, string> Slips => new()
    {
        { () => _ = (Activation)"rellu"!, "'relu'", "silu (or swish)" },
        { () => _ = (Activation)"swich"!, "'swish'", "silu (or swish)" },
        { () => _ = (Activation)"gleu"!, "'gelu'", "leaky_relu" },
        { () => _ = (Loss)"mean_square_error"!, "'mean_squared_error'", "mean_squared_error (or mse)" },
        { () => _ = (Loss)"binary_cross_entropie"!, "'binary_crossentropy'", "binary_crossentropy (or bce)" },
        { () => _ = (Metric)"acuracy"!, "'accuracy'", "accuracy (or acc)" },
        { () => _ = (Optimizer)"adan"!, "'adam'", "rmsprop" },
        { () => _ = (Initializer)"glorot-uniform"!, "'glorot_uniform'", "random_normal (or normal)" },
        { () => _ = (Constraint)"non_negativ"!, "'non_neg", "max_norm" },
        { () => _ = (Regularizer)"l_3"!, "'l", "l1" },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void ASlipIsAnsweredWithTheNearestName(Action slip, string nearest, string known)
    {
        string message = Assert.Throws<ArgumentException>(slip).Message;
        Assert.Contains($"Did you mean {nearest}", message, StringComparison.Ordinal);
        Assert.Contains(known, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatIsLikeNoOtherIsNotGuessedAt() =>
        Assert.DoesNotContain("Did you mean", Assert.Throws<ArgumentException>(() => (Activation)"wavelet"!).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("acb", "abc", true)]
    [InlineData("abd", "abc", true)]
    [InlineData("A_bC", "abc", true)]
    [InlineData("acd", "abc", false)]
    [InlineData("", "abc", false)]
    public void NearMeansAThirdOfTheCharacters(string name, string known, bool isNear) =>
        Assert.Equal(isNear ? known : null, NearestName.Of(name, [known]));

    [Fact]
    public void ALayerOfAFileIsAnsweredInTheSameWay()
    {
        byte[] file = SafetensorsBytes.Edited(
            SafetensorsBytes.Saved(new Sequential(2).Dense(1)), FileMetadata.ModelKey, text => text.Replace("\"Dense\"", "\"Dence\"", StringComparison.Ordinal));
        Assert.Contains("Did you mean 'Dense'?", Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file)).Message, StringComparison.Ordinal);
    }
}
