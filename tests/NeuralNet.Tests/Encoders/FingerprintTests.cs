namespace NeuralNet.Tests;

public class FingerprintTests
{
    /// <summary>Values of Google's farmhash.cc, util::Fingerprint64, for texts of all branches of the hash.</summary>
    [Theory]
    [InlineData(0, 0x9ae16a3b2f90404f)]
    [InlineData(1, 0xa3b260215ec8f116)]
    [InlineData(2, 0x2996b97bc5405a08)]
    [InlineData(3, 0x53e938ab214c91c7)]
    [InlineData(4, 0xca5a99650c3dcbe7)]
    [InlineData(5, 0xda00efe1defc168e)]
    [InlineData(7, 0xe51eccfc82dd7775)]
    [InlineData(8, 0xd30e2cc750e7a24d)]
    [InlineData(9, 0xf48d17a14164de04)]
    [InlineData(12, 0xab62ff9b98ecc2b6)]
    [InlineData(15, 0xfca9ef17ee12279a)]
    [InlineData(16, 0x802fd3958420565e)]
    [InlineData(17, 0x24b30afdf881a549)]
    [InlineData(20, 0x5cc2788354f44509)]
    [InlineData(24, 0x803d10bdeaa60a2a)]
    [InlineData(25, 0x6cbd2795611e1999)]
    [InlineData(31, 0xec726b877bd2abd1)]
    [InlineData(32, 0xd6f495ca46389188)]
    [InlineData(33, 0xbc8f71622a6c26e7)]
    [InlineData(40, 0xfd0ed5f55df1e206)]
    [InlineData(48, 0x1e5e928de648c416)]
    [InlineData(63, 0x7a1ad18b0efa7278)]
    [InlineData(64, 0x5bf30398df8c5efd)]
    [InlineData(65, 0x17b0249473a10cc8)]
    [InlineData(80, 0xca48a1bc7cdb6992)]
    [InlineData(100, 0xae97ea85257fd50c)]
    [InlineData(127, 0x521582a0dd0e9887)]
    [InlineData(128, 0xa61149d8aafeb03a)]
    [InlineData(129, 0x8477a41fe510253c)]
    [InlineData(192, 0xbd201bef31fb422d)]
    [InlineData(193, 0x42fd8ddd8fbd5caf)]
    [InlineData(200, 0x6a3de7fb12e33eb3)]
    [InlineData(255, 0xecee50117279b12c)]
    [InlineData(256, 0x84dfc411d8c21672)]
    [InlineData(257, 0x986b4b16a73e1a67)]
    [InlineData(1000, 0xdda150e0dcf1c8f5)]
    public void FingerprintIsFarmHashs(int length, ulong expected)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        string text = string.Concat(Enumerable.Range(0, length).Select(i => Alphabet[(i * i + 3 * i + length) % Alphabet.Length]));
        Assert.Equal(expected, Fingerprint.Of(text));
    }

    [Fact]
    public void TextsAreHashedAsUtf8AndIntegersAsDecimalTexts()
    {
        Assert.Equal(17798949485107309760, Fingerprint.Of("naïve café €😀"));
        Assert.Equal(15198969275252572735, Fingerprint.Of(0));
        Assert.Equal(7333874265151076430UL, Fingerprint.Of(-1));
        Assert.Equal(7111978204949978653UL, Fingerprint.Of(101));
        Assert.Equal(8755857309635192175UL, Fingerprint.Of(1L << 53));
    }

    /// <summary>Keras: hashing_test.py.</summary>
    [Theory]
    [InlineData(3, new[] { "A", "B", "C", "D", "E" }, new[] { 1, 0, 1, 1, 2 })]
    [InlineData(2, new[] { "omar", "stringer", "marlo", "wire", "skywalker" }, new[] { 0, 0, 1, 0, 0 })]
    [InlineData(1, new[] { "A", "B", "C", "D", "E" }, new[] { 0, 0, 0, 0, 0 })]
    public void BinsAreKerass(int numBins, string[] texts, int[] expected) =>
        Assert.Equal(expected, texts.Select(text => (int)(Fingerprint.Of(text) % (ulong)numBins)));

    /// <summary>Keras: hashing_test.py, test_hash_dense_int_input_farmhash.</summary>
    [Fact]
    public void BinsOfIntegersAreKerass() =>
        Assert.Equal([1, 0, 1, 0, 2], Enumerable.Range(0, 5).Select(number => (int)(Fingerprint.Of(number) % 3)));

    /// <summary>Keras: hashed_crossing_test.py, test_correctness: texts by their fingerprint, integers as they are.</summary>
    [Fact]
    public void CombinationIsTensorFlows()
    {
        string[] texts = ["A", "B", "A", "B", "A"];
        ulong[] integers = [101, 101, 101, 102, 102];
        Assert.Equal([1, 4, 1, 1, 3], texts.Zip(integers, (text, integer) => (int)(Cross(text, integer) % 5)));
        Assert.Equal(1UL, Cross("A", 101) % 10);

        static ulong Cross(string text, ulong integer) =>
            Fingerprint.Combine(Fingerprint.Combine(Fingerprint.CrossSeed, Fingerprint.Of(text)), integer);
    }
}
