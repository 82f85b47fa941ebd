namespace NeuralNet.LinearAlgebra.Tests;

public sealed class BlasLinearAlgebraProviderTests
{
    [BlasFact]
    public void Every_size_agrees_with_the_textbook() =>
        Assert.Null(ProductSweep.FirstMismatch(new BlasLinearAlgebraProvider()));

    [BlasFact]
    public void It_says_which_library_it_found()
    {
        var provider = new BlasLinearAlgebraProvider();
        Assert.NotEmpty(provider.LibraryName);
        Assert.Contains(provider.LibraryName, provider.ToString(), StringComparison.Ordinal);
        Assert.Equal(provider.LibraryName, new BlasLinearAlgebraProvider(provider.LibraryName).LibraryName);
    }

    [Fact]
    public void A_library_that_does_not_exist_is_an_error_that_names_it()
    {
        var missing = Assert.Throws<DllNotFoundException>(() => new BlasLinearAlgebraProvider("no_such_blas"));
        Assert.Contains("no_such_blas", missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BlasLinearAlgebraProvider(""));
    }

    [Fact]
    public void Without_any_library_the_error_says_what_was_searched_and_what_to_install()
    {
        string message = BlasLibrary.NotFound().Message;
        Assert.Contains("openblas", message, StringComparison.Ordinal);
        Assert.Contains("libopenblas0-pthread", message, StringComparison.Ordinal);
    }
}
