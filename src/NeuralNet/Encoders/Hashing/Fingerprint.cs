using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Text;

namespace NeuralNet;

/// <summary>
/// FarmHash's Fingerprint64, a hash of bytes that is the same on all platforms and that TensorFlow uses for texts, and TensorFlow's
/// combination of two fingerprints. (Google: farmhash, farmhash.cc, <c>farmhashna::Hash64</c>; TensorFlow: core/platform/fingerprint.h.)
/// </summary>
internal static class Fingerprint
{
    /// <summary>The first fingerprint of a cross (TensorFlow: <c>tf.sparse.cross_hashed</c>, the default of its key).</summary>
    public const ulong CrossSeed = 0xDECAFCAFFE;

    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;
    private const ulong CombinationFactor = 0xc6a4a7935bd1e995;
    private const ulong Seed = 81;
    private const int BlockBytes = 64, StackBytes = 512, MaxDigits = 20;

    /// <summary>Returns the fingerprint of the UTF-8 form of a text.</summary>
    public static ulong Of(string text)
    {
        int maxBytes = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = maxBytes <= StackBytes ? stackalloc byte[StackBytes] : new byte[maxBytes];
        return Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Returns the fingerprint of the decimal text of an integer.</summary>
    public static ulong Of(long number)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(number, digits, out int count);
        return Of(digits[..count]);
    }

    /// <summary>Returns the fingerprint of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        <= 16 => OfUpTo16(bytes),
        <= 32 => OfUpTo32(bytes),
        <= BlockBytes => OfUpTo64(bytes),
        _ => OfBlocks(bytes),
    };

    /// <summary>Combines two fingerprints. The order matters.</summary>
    public static ulong Combine(ulong first, ulong second)
    {
        ulong result = first ^ CombinationFactor;
        result ^= FoldHigh(second * CombinationFactor) * CombinationFactor;
        result *= CombinationFactor;
        return FoldHigh(FoldHigh(result) * CombinationFactor);
    }

    private static ulong OfUpTo16(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        ulong factor = K2 + (ulong)length * 2;
        if (length >= 8)
        {
            ulong start = Read64(bytes, 0) + K2, end = Read64(bytes, length - 8);
            ulong c = BitOperations.RotateRight(end, 37) * factor + start;
            ulong d = (BitOperations.RotateRight(start, 25) + end) * factor;
            return Mix(c, d, factor);
        }

        if (length >= 4)
            return Mix((ulong)length + ((ulong)Read32(bytes, 0) << 3), Read32(bytes, length - 4), factor);
        if (length == 0)
            return K2;
        uint y = bytes[0] + ((uint)bytes[length >> 1] << 8), z = (uint)length + ((uint)bytes[length - 1] << 2);
        return FoldHigh(y * K2 ^ z * K0) * K2;
    }

    private static ulong OfUpTo32(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        ulong factor = K2 + (ulong)length * 2;
        ulong a = Read64(bytes, 0) * K1, b = Read64(bytes, 8);
        ulong c = Read64(bytes, length - 8) * factor, d = Read64(bytes, length - 16) * K2;
        return MixFour(a, b, c, d, factor);
    }

    private static ulong OfUpTo64(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        ulong factor = K2 + (ulong)length * 2;
        ulong a = Read64(bytes, 0) * K2, b = Read64(bytes, 8);
        ulong c = Read64(bytes, length - 8) * factor, d = Read64(bytes, length - 16) * K2;
        ulong y = BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d;
        ulong z = MixFour(a, b, c, d, factor);
        ulong e = Read64(bytes, 16) * factor, f = Read64(bytes, 24);
        ulong g = (y + Read64(bytes, length - 32)) * factor, h = (z + Read64(bytes, length - 24)) * factor;
        return Mix(
            BitOperations.RotateRight(e + f, 43) + BitOperations.RotateRight(g, 30) + h,
            e + BitOperations.RotateRight(f + a, 18) + g,
            factor);
    }

    /// <summary>Hashes blocks of 64 bytes; the last block ends with the bytes and may overlap the one before it.</summary>
    private static ulong OfBlocks(ReadOnlySpan<byte> bytes)
    {
        int rest = (bytes.Length - 1) % BlockBytes;
        var state = new BlockState(Read64(bytes, 0));
        for (int start = 0; start < bytes.Length - 1 - rest; start += BlockBytes)
            state.Add(bytes.Slice(start, BlockBytes));
        return state.Complete(bytes[^BlockBytes..], (ulong)rest);
    }

    private static ulong MixFour(ulong a, ulong b, ulong c, ulong d, ulong factor) => Mix(
        BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d,
        a + BitOperations.RotateRight(b + K2, 18) + c,
        factor);

    private static ulong Mix(ulong u, ulong v, ulong factor)
    {
        ulong a = FoldHigh((u ^ v) * factor);
        return FoldHigh((v ^ a) * factor) * factor;
    }

    private static ulong FoldHigh(ulong value) => value ^ value >> 47;

    private static ulong Read64(ReadOnlySpan<byte> bytes, int start) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]);

    private static uint Read32(ReadOnlySpan<byte> bytes, int start) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[start..]);

    /// <summary>The 56 bytes of state of the hash of more than one block.</summary>
    private struct BlockState
    {
        private ulong x, y, z;
        private (ulong First, ulong Second) v, w;

        public BlockState(ulong first)
        {
            x = unchecked(Seed * K2) + first;
            y = unchecked(Seed * K1 + 113);
            z = FoldHigh(y * K2 + 113) * K2;
        }

        public void Add(ReadOnlySpan<byte> block) => Round(block, K1, 1);

        public ulong Complete(ReadOnlySpan<byte> last, ulong rest)
        {
            ulong factor = K1 + ((z & 0xff) << 1);
            w.First += rest;
            v.First += w.First;
            w.First += v.First;
            Round(last, factor, 9);
            return Mix(Mix(v.First, w.First, factor) + FoldHigh(y) * K0 + z, Mix(v.Second, w.Second, factor) + x, factor);
        }

        private void Round(ReadOnlySpan<byte> block, ulong factor, ulong weight)
        {
            x = BitOperations.RotateRight(x + y + v.First + Read64(block, 8), 37) * factor;
            y = BitOperations.RotateRight(y + v.Second + Read64(block, 48), 42) * factor;
            x ^= w.Second * weight;
            y += v.First * weight + Read64(block, 40);
            z = BitOperations.RotateRight(z + w.First, 33) * factor;
            v = Pair(block, v.Second * factor, x + w.First);
            w = Pair(block[32..], z + w.Second, y + Read64(block, 16));
            (z, x) = (x, z);
        }

        /// <summary>Mixes 32 bytes and two numbers into two numbers.</summary>
        private static (ulong First, ulong Second) Pair(ReadOnlySpan<byte> bytes, ulong a, ulong b)
        {
            ulong last = Read64(bytes, 24);
            a += Read64(bytes, 0);
            b = BitOperations.RotateRight(b + a + last, 21);
            ulong start = a;
            a += Read64(bytes, 8) + Read64(bytes, 16);
            b += BitOperations.RotateRight(a, 44);
            return (a + last, b + start);
        }
    }
}
